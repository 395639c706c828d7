package org.sourcefree.data;

import java.util.Optional;
import java.util.stream.IntStream;
import org.sourcefree.image.LabelMap;

/** The ids that the Cityscapes benchmark server takes, cityscapesScripts' labels.py. */
public final class CityscapesIds {
  private final byte[] labelIds;

  private CityscapesIds(byte[] labelIds) {
    this.labelIds = labelIds;
  }

  /** For a set all of whose classes are Cityscapes'; empty for others. */
  public static Optional<CityscapesIds> of(ClassSet classes) {
    if (!classes.names().stream().allMatch(CityscapesClass::isKnown)) {
      return Optional.empty();
    }
    byte[] ids = new byte[256];
    IntStream.range(0, classes.size())
        .forEach(
            trainId ->
                ids[trainId] =
                    (byte) CityscapesClass.named(classes.names().get(trainId)).labelId());
    return Optional.of(new CityscapesIds(ids));
  }

  /** Label ids in place of train ids, 0 ("unlabeled") in place of 255. */
  public LabelMap of(LabelMap trainIds) {
    return trainIds.translated(labelIds);
  }
}
