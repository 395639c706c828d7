package org.sourcefree.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.sourcefree.clustering.KMeans;
import org.sourcefree.data.Seeds;

/**
 * The typical layouts of the target: k-means over its images, of each class's rows and columns on
 * their own.
 *
 * @param layouts the k-th holds every class's k-th centre
 */
public record LayoutCentres(List<SceneLayout> layouts) {

  /** Copies the list. */
  public LayoutCentres {
    layouts = List.copyOf(layouts);
  }

  /** Which images k-means starts from, for one class's rows or columns. */
  @FunctionalInterface
  interface Start {
    /**
     * The images.
     *
     * @param number c for a class's rows, C + c for its columns
     */
    int[] images(int number);
  }

  /**
   * Finds the centres.
   *
   * @param targets layouts of the target images, at least one, all of the same size
   * @param count how many centres; as many as images where there are fewer
   * @param seed what the images that k-means starts from follow from
   */
  public static LayoutCentres of(List<SceneLayout> targets, int count, long seed) {
    int centres = Math.min(count, targets.size());
    return of(
        targets,
        centres,
        number -> Seeds.distinct(Seeds.mix(seed, number), targets.size(), centres));
  }

  static LayoutCentres of(List<SceneLayout> targets, int count, Start start) {
    int classes = targets.get(0).classes();
    float[][][] rows = centres(targets, SceneLayout::rows, start);
    float[][][] columns =
        centres(targets, SceneLayout::columns, number -> start.images(classes + number));
    List<SceneLayout> layouts = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      layouts.add(new SceneLayout(ofCentre(rows, k), ofCentre(columns, k)));
    }
    return new LayoutCentres(layouts);
  }

  /**
   * How unlike the target a source image is laid out: the divergence of its layout from a centre's,
   * mean over centres and classes, in nats; rows and columns are added.
   */
  public double score(SceneLayout source) {
    return rowScore(source) + columnScore(source);
  }

  double rowScore(SceneLayout source) {
    return mean(layouts.stream().mapToDouble(layout -> layout.rowDivergence(source)).sum());
  }

  double columnScore(SceneLayout source) {
    return mean(layouts.stream().mapToDouble(layout -> layout.columnDivergence(source)).sum());
  }

  private double mean(double sum) {
    return sum / layouts.size();
  }

  /** [C, k, length]. */
  private static float[][][] centres(
      List<SceneLayout> targets, BiFunction<SceneLayout, Integer, float[]> side, Start start) {
    float[][][] centres = new float[targets.get(0).classes()][][];
    for (int c = 0; c < centres.length; c++) {
      int ofClass = c;
      List<float[]> vectors = targets.stream().map(layout -> side.apply(layout, ofClass)).toList();
      List<float[]> initial = Arrays.stream(start.images(c)).mapToObj(vectors::get).toList();
      centres[c] = KMeans.centres(vectors, initial, KMeans.Empty.ZERO);
    }
    return centres;
  }

  private static float[][] ofCentre(float[][][] centres, int k) {
    float[][] ofCentre = new float[centres.length][];
    for (int c = 0; c < ofCentre.length; c++) {
      ofCentre[c] = centres[c][k];
    }
    return ofCentre;
  }
}
