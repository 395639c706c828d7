package org.sourcefree.patches;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.clustering.KMeans;
import org.sourcefree.data.Batch;
import org.sourcefree.data.Seeds;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.Window;

/**
 * Kinds of patches of the source's label maps, which a head beside the network's own learns to name
 * in what the network predicts (DPR, Tsai et al., ICCV 2019). A patch is described by the share of
 * each class in each of its four quarters; k-means finds the kinds before training. The paper has
 * no public code: how patches are drawn, ignored pixels and the head's width are choices made here.
 *
 * @param clusters K, kinds; 50 in the paper
 * @param height of a patch, pixels, even
 * @param width of a patch, pixels, even
 * @param images views of the source's images that patches are drawn from; 2000 if left out
 * @param patchesPerImage drawn at random places of each; 20 if left out
 * @param headWidth channels between the two layers of the head; 64 if left out
 */
public record PatchModes(
    int clusters,
    int height,
    int width,
    Optional<Integer> images,
    Optional<Integer> patchesPerImage,
    Optional<Integer> headWidth) {
  private static final int IMAGES = 2000;
  private static final int PATCHES = 20;
  private static final int HEAD_WIDTH = 64;
  private static final int MOST = 4096;

  /** Whose the head's variables and the centres are. */
  public static final String OWNER = "patch_modes";

  /** Checks the settings. */
  public PatchModes {
    requireWithin("clusters", clusters, 2);
    requireWithin("height", height, 2);
    requireWithin("width", width, 2);
    if (height % 2 != 0 || width % 2 != 0) {
      throw new IllegalArgumentException(
          "height and width must be even, got %d and %d".formatted(height, width));
    }
    images.ifPresent(each -> requirePositive("images", each));
    patchesPerImage.ifPresent(each -> requirePositive("patches_per_image", each));
    headWidth.ifPresent(each -> requireWithin("head_width", each, 1));
  }

  private static void requireWithin(String name, int value, int least) {
    if (value < least || value > MOST) {
      throw new IllegalArgumentException(
          "%s must be at least %d and at most %d, got %d".formatted(name, least, MOST, value));
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be positive, got %d".formatted(name, value));
    }
  }

  /** Views of the source's images that patches are drawn from. */
  public int viewed() {
    return images.orElse(IMAGES);
  }

  /** Channels between the two layers of the head. */
  public int hidden() {
    return headWidth.orElse(HEAD_WIDTH);
  }

  /** Numbers of a patch's description: the share of each class in each quarter. */
  public int described(int classes) {
    return PatchHistogram.QUARTERS * classes;
  }

  /** Numbers of the head that are trained. */
  public long headSize(int classes) {
    return (classes + 1L) * hidden() + (hidden() + 1L) * clusters;
  }

  /**
   * Checks that images hold a patch.
   *
   * @param smallest that a step sees
   * @throws IllegalArgumentException if not
   */
  public void checkSize(ImageSize smallest) {
    if (smallest.height() < height || smallest.width() < width) {
      throw new IllegalArgumentException(
          "images must be at least %d pixels high and %d wide for the patches of patch_modes, got %d and %d"
              .formatted(height, width, smallest.height(), smallest.width()));
    }
  }

  /**
   * The kinds' centres.
   *
   * @param batches of labelled images
   * @param classes C
   * @param seed what places and the centres that k-means starts at follow from
   * @return [K, 4·C], quarters in rows
   * @throws InvalidInputException if there is no patch that is half labelled
   */
  public float[][] centres(Stream<Batch> batches, int classes, long seed) {
    List<float[]> histograms = new ArrayList<>();
    SplittableRandom places = new SplittableRandom(Seeds.mix(seed, 0));
    batches.forEach(batch -> describe(batch, classes, places, histograms));
    if (histograms.isEmpty()) {
      throw new InvalidInputException(
          "patch_modes must find a patch of the source that is half labelled, found none");
    }
    SplittableRandom starts = new SplittableRandom(Seeds.mix(seed, 1));
    List<float[]> start = KMeans.spread(histograms, clusters, starts);
    return KMeans.centres(histograms, start, KMeans.Empty.KEPT);
  }

  private void describe(
      Batch batch, int classes, SplittableRandom places, List<float[]> histograms) {
    ImageSize size = batch.labelSize();
    checkSize(size);
    for (int n = 0; n < batch.size(); n++) {
      for (int i = 0; i < patchesPerImage.orElse(PATCHES); i++) {
        int top = places.nextInt(size.height() - height + 1);
        int left = places.nextInt(size.width() - width + 1);
        PatchHistogram found =
            PatchHistogram.of(batch, n, new Window(left, top, width, height), classes);
        if (found.isLabelled()) {
          histograms.add(found.shares());
        }
      }
    }
  }
}
