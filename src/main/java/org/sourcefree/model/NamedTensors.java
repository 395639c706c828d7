package org.sourcefree.model;

import java.util.List;

/**
 * A network inside a flat graph.
 *
 * @param input tensor of the preprocessed images, float32 [N, H, W, 3]; need not be a placeholder
 * @param logits tensor of class scores, [N, h, w, C], at any stride
 * @param head prefixes of the names of the variables trained at the head's rate; may be empty
 */
public record NamedTensors(String input, String logits, List<String> head) {}
