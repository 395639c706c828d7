package org.sourcefree.network;

import org.sourcefree.data.ClassSet;

/**
 * What a segmentation model is, apart from its weights; it travels inside every SavedModel.
 *
 * @param network the architecture
 * @param classes what its output channels mean
 * @param preprocessing what it expects of its input
 */
public record Model(Architecture network, ClassSet classes, Preprocessing preprocessing) {

  /** Checks that network and classes go together. */
  public Model {
    network.requireModest(classes.size());
  }
}
