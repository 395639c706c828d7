package org.sourcefree.data;

import java.nio.file.Path;
import java.util.Arrays;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.LabelMap;

/** Which ids a dataset's label files use for which classes. */
public enum LabelEncoding {
  /** Cityscapes label ids 0…33, also GTA5's; 255 (−1, the licence plate) is ignored. */
  CITYSCAPES(33),
  /** SYNTHIA-RAND-CITYSCAPES class ids 0…22; 255 is ignored. */
  SYNTHIA(22),
  /** Cityscapes train ids 0…18; 255 is ignored. */
  TRAIN_IDS(18);

  private final int largest;

  LabelEncoding(int largest) {
    this.largest = largest;
  }

  /**
   * The table from a file's ids to train ids, [256], unsigned; 255 for every id of no class.
   *
   * @throws InvalidInputException if one of the classes is no Cityscapes class
   */
  public byte[] trainIds(ClassSet classes) {
    byte[] table = new byte[256];
    Arrays.fill(table, (byte) ClassSet.IGNORE);
    for (int trainId = 0; trainId < classes.size(); trainId++) {
      table[id(CityscapesClass.named(classes.names().get(trainId)))] = (byte) trainId;
    }
    return table;
  }

  /**
   * Translates a label file's ids to train ids.
   *
   * @param file named in errors
   * @throws InvalidInputException if the encoding does not know one of the ids
   */
  LabelMap toTrainIds(LabelMap labels, ClassSet classes, Path file) {
    byte[] table = trainIds(classes);
    byte[] from = labels.ids();
    byte[] to = new byte[from.length];
    for (int i = 0; i < from.length; i++) {
      int id = from[i] & 0xFF;
      if (id > largest && id != ClassSet.IGNORE) {
        throw new InvalidInputException(
            "label %s must hold ids 0 to %d or 255, got %d at column %d, row %d"
                .formatted(file, largest, id, i % labels.width(), i / labels.width()));
      }
      to[i] = table[id];
    }
    return new LabelMap(labels.width(), labels.height(), to);
  }

  private int id(CityscapesClass known) {
    return switch (this) {
      case CITYSCAPES -> known.labelId();
      case SYNTHIA -> known.synthiaId();
      case TRAIN_IDS -> known.trainId();
    };
  }
}
