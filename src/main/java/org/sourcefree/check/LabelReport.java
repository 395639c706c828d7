package org.sourcefree.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.LabelValues;

/**
 * What the labels of a dataset hold. Shares are percent of all pixels of all labels that could be
 * read; NaN where there is none.
 *
 * @param files labels that could be read
 * @param classesFrom where the class set was taken from, in words
 * @param ids that occur, by encoding and id
 * @param classes all of the set, in its order
 * @param ignored pixels of no class, unknown ids among them
 * @param ignoredShare percent
 */
public record LabelReport(
    long files,
    String classesFrom,
    List<IdCount> ids,
    List<ClassCount> classes,
    long ignored,
    double ignoredShare) {

  /**
   * An id in the label files.
   *
   * @param name empty where the encoding has none
   * @param known whether label files may hold it
   * @param files that hold it
   */
  public record IdCount(
      String encoding, int id, Optional<String> name, boolean known, long pixels, long files) {}

  /**
   * A class of the set.
   *
   * @param share percent
   * @param files that hold it
   */
  public record ClassCount(int trainId, String name, long pixels, double share, long files) {}

  /** Counts. */
  static LabelReport of(long files, ClassChoice choice, Collection<IdTally> tallies) {
    ClassSet set = choice.classes();
    long[] pixels = new long[ClassSet.IGNORE + 1];
    long[] holding = new long[ClassSet.IGNORE + 1];
    List<IdCount> ids = new ArrayList<>();
    for (IdTally tally : tallies) {
      LabelValues values = tally.values();
      byte[] trainIds = values.trainIds(set);
      for (int id = 0; id < trainIds.length; id++) {
        pixels[trainIds[id] & 0xFF] += tally.pixels(id);
        holding[trainIds[id] & 0xFF] += tally.files(id); // Exact for classes: one id each.
        if (tally.files(id) > 0) {
          ids.add(
              new IdCount(
                  values.title(),
                  id,
                  values.meaning(id),
                  values.knows(id),
                  tally.pixels(id),
                  tally.files(id)));
        }
      }
    }
    double total = Arrays.stream(pixels).sum();
    List<ClassCount> classes = new ArrayList<>();
    for (int c = 0; c < set.size(); c++) {
      double share = 100 * pixels[c] / total;
      classes.add(new ClassCount(c, set.names().get(c), pixels[c], share, holding[c]));
    }
    long ignored = pixels[ClassSet.IGNORE];
    return new LabelReport(files, choice.origin(), ids, classes, ignored, 100 * ignored / total);
  }
}
