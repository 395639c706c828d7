package org.sourcefree.check;

import org.sourcefree.data.LabelValues;
import org.sourcefree.image.LabelMap;

/** How often each id occurs in label files of one kind of values. */
final class IdTally {
  private static final int IDS = 256;

  private final LabelValues values;
  private final long[] pixels = new long[IDS];
  private final long[] files = new long[IDS];

  IdTally(LabelValues values) {
    this.values = values;
  }

  /** The tally of one file. */
  static IdTally of(LabelValues values, LabelMap labels) {
    IdTally tally = new IdTally(values);
    for (byte id : labels.ids()) {
      tally.pixels[id & 0xFF]++;
    }
    for (int id = 0; id < IDS; id++) {
      tally.files[id] = tally.pixels[id] > 0 ? 1 : 0;
    }
    return tally;
  }

  void add(IdTally other) {
    for (int id = 0; id < IDS; id++) {
      pixels[id] += other.pixels[id];
      files[id] += other.files[id];
    }
  }

  LabelValues values() {
    return values;
  }

  long pixels(int id) {
    return pixels[id];
  }

  /** How many files hold the id. */
  long files(int id) {
    return files[id];
  }
}
