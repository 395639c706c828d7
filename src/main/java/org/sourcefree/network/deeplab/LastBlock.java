package org.sourcefree.network.deeplab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sourcefree.network.discriminator.Attention;
import org.sourcefree.network.discriminator.Attention.Shortcut;
import org.tensorflow.ndarray.Shape;

/**
 * The block that attention stands before, the last of the last stage. The authors' code makes it a
 * fifth stage, layer5.0; here it keeps the names of a trained network's weights.
 *
 * @param index of the block in its stage, at least 1
 */
record LastBlock(Attention attention, int index) {
  /** The variance with which batch norm, which adds 1e-5, leaves values as they are. */
  private static final float UNCHANGED = 1 - 1e-5f;

  /**
   * Checks that there is a block before it in its stage.
   *
   * @throws IllegalArgumentException if not, and attention asks for it
   */
  static void check(Optional<Attention> attention, int blocks) {
    if (attention.isPresent() && blocks < 2) {
      throw new IllegalArgumentException(
          "stages must have two blocks at least in the last one for attention before its last block, got "
              + blocks);
    }
  }

  /** All blocks but this one, of each stage. */
  List<Integer> without(List<Integer> stages) {
    List<Integer> blocks = new ArrayList<>(stages);
    blocks.set(blocks.size() - 1, index);
    return blocks;
  }

  /** Whether its shortcut is a projection. */
  boolean projects() {
    return attention.shortcut() == Shortcut.PROJECTION;
  }

  private String projection() {
    return "layer4.%d.downsample.".formatted(index);
  }

  /** Whether the variable of this name is there for the attention. */
  boolean isAdded(String name) {
    return name.startsWith(attention.owner() + ".")
        || (projects() && name.startsWith(projection()));
  }

  /** Values with which an added variable changes nothing: a projection that is the identity. */
  float[] neutral(String name, Shape shape) {
    float[] values = new float[Math.toIntExact(shape.size())];
    if (name.equals(projection() + "0.weight")) {
      int channels = Math.toIntExact(shape.get(3));
      for (int i = 0; i < channels; i++) {
        values[i * channels + i] = 1;
      }
    } else if (name.equals(projection() + "1.weight")) {
      Arrays.fill(values, 1);
    } else if (name.equals(projection() + "1.running_var")) {
      Arrays.fill(values, UNCHANGED);
    }
    return values;
  }
}
