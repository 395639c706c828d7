package org.sourcefree.data;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.LabelMap;

/** Which ids a dataset's label files use for which classes. */
public enum LabelEncoding {
  /** Cityscapes label ids 0…33; 255 (−1, the licence plate) is ignored. */
  CITYSCAPES(33),
  /** The same ids, and 34 for the licence plate. */
  GTA5(34),
  /** SYNTHIA-RAND-CITYSCAPES class ids 0…22; 255 is ignored. */
  SYNTHIA(22),
  /** Cityscapes train ids 0…18; 255 is ignored. */
  TRAIN_IDS(18);

  /** The ids of no class, by cityscapesScripts' labels.py and RAND_CITYSCAPES' README. */
  private static final Map<Integer, String> CITYSCAPES_OTHERS =
      Map.ofEntries(
          entry(0, "unlabeled"),
          entry(1, "ego vehicle"),
          entry(2, "rectification border"),
          entry(3, "out of roi"),
          entry(4, "static"),
          entry(5, "dynamic"),
          entry(6, "ground"),
          entry(9, "parking"),
          entry(10, "rail track"),
          entry(14, "guard rail"),
          entry(15, "bridge"),
          entry(16, "tunnel"),
          entry(18, "polegroup"),
          entry(29, "caravan"),
          entry(30, "trailer"),
          entry(34, "license plate"),
          entry(ClassSet.IGNORE, "license plate"));

  private static final Map<Integer, String> SYNTHIA_OTHERS =
      Map.of(
          0,
          "void",
          13,
          "parking slot",
          14,
          "road work",
          22,
          "lane marking",
          ClassSet.IGNORE,
          "ignored");

  private static final Map<Integer, String> TRAIN_ID_OTHERS = Map.of(ClassSet.IGNORE, "ignored");

  private final int largest;

  LabelEncoding(int largest) {
    this.largest = largest;
  }

  /** The largest id but 255. */
  public int largest() {
    return largest;
  }

  /** Whether label files may hold the id. */
  public boolean knows(int id) {
    return (id >= 0 && id <= largest) || id == ClassSet.IGNORE;
  }

  /** What the id stands for, whether a class that is told apart or not. */
  public Optional<String> name(int id) {
    return Arrays.stream(CityscapesClass.values())
        .filter(known -> id(known) == id)
        .map(CityscapesClass::className)
        .findFirst()
        .or(() -> Optional.ofNullable(others().get(id)).filter(name -> knows(id)));
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
      if (!knows(id)) {
        throw new InvalidInputException(
            "label %s must hold ids 0 to %d or 255, got %d at column %d, row %d"
                .formatted(file, largest, id, i % labels.width(), i / labels.width()));
      }
      to[i] = table[id];
    }
    return new LabelMap(labels.width(), labels.height(), to);
  }

  private Map<Integer, String> others() {
    return switch (this) {
      case CITYSCAPES, GTA5 -> CITYSCAPES_OTHERS;
      case SYNTHIA -> SYNTHIA_OTHERS;
      case TRAIN_IDS -> TRAIN_ID_OTHERS;
    };
  }

  private int id(CityscapesClass known) {
    return switch (this) {
      case CITYSCAPES, GTA5 -> known.labelId();
      case SYNTHIA -> known.synthiaId();
      case TRAIN_IDS -> known.trainId();
    };
  }
}
