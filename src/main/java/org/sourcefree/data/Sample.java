package org.sourcefree.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One image of a dataset.
 *
 * @param name unique in its dataset and the same on every machine; a relative file name without
 *     extension, e.g. {@code aachen/aachen_000000_000019}
 * @param image the image file
 * @param label where its label file belongs, which need not exist; empty where the dataset has none
 */
public record Sample(String name, Path image, Optional<Path> label) {}
