package org.sourcefree.model;

import java.nio.file.Path;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.OwnClasses;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;

/**
 * The model to train.
 *
 * @param classes a class set of the field; this or the next is given
 * @param ownClasses any other
 */
public record NewModel(
    DeepLabV2 network,
    Optional<StandardClasses> classes,
    Optional<OwnClasses> ownClasses,
    Preprocessing preprocessing) {

  /** Checks that classes are named once. */
  public NewModel {
    if (classes.isPresent() == ownClasses.isPresent()) {
      throw new IllegalArgumentException(
          "classes or own_classes must be given, found " + (classes.isPresent() ? "both" : "none"));
    }
    if (network.attention().isPresent()) {
      throw new IllegalArgumentException(
          "network must be without attention, which an adaptation's discriminator brings");
    }
  }

  /** The classes to tell apart. */
  public ClassSet classSet() {
    return classes.map(StandardClasses::set).orElseGet(() -> ownClasses.orElseThrow().set());
  }

  /** The model once it is trained and written to a folder. */
  public PretrainedModel savedIn(Path folder) {
    return new PretrainedModel(
        folder,
        Optional.empty(),
        Optional.of(network),
        classes,
        ownClasses,
        Optional.of(preprocessing));
  }
}
