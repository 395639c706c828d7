package org.sourcefree.data;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;

/** Which ids a dataset's label files use for which classes. */
public enum LabelEncoding implements LabelValues {
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

  @Override
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String expected() {
    return "ids 0 to %d or 255".formatted(largest);
  }

  @Override
  public LabelMap read(Path file) {
    return this == SYNTHIA ? ImageFiles.readFirstChannel(file) : ImageFiles.readIds(file);
  }

  @Override
  public boolean knows(int id) {
    return (id >= 0 && id <= largest) || id == ClassSet.IGNORE;
  }

  @Override
  public Optional<String> meaning(int id) {
    return Arrays.stream(CityscapesClass.values())
        .filter(known -> id(known) == id)
        .map(CityscapesClass::className)
        .findFirst()
        .or(() -> Optional.ofNullable(others().get(id)).filter(name -> knows(id)));
  }

  /** {@inheritDoc} Every class must be one of Cityscapes'. */
  @Override
  public byte[] trainIds(ClassSet classes) {
    byte[] table = new byte[256];
    Arrays.fill(table, (byte) ClassSet.IGNORE);
    for (int trainId = 0; trainId < classes.size(); trainId++) {
      table[id(CityscapesClass.named(classes.names().get(trainId)))] = (byte) trainId;
    }
    return table;
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
