package org.sourcefree.objective;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.data.Domain;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * What every term of an objective sees of a batch: the map of its class scores, and its P = N·H·W
 * pixels in one row each.
 *
 * @param logits class scores at input resolution, [N, H, W, C]
 * @param probabilities softmax p, [P, C]
 * @param logProbabilities log p, [P, C]
 * @param labels pseudo or true labels, train ids as one-hot rows or distributions, [P, C]; an
 *     ignored pixel's row is zero
 * @param classes C
 * @param draws what every random draw follows from
 * @param taught what a teacher says of the images, if there is one
 * @param source 1 for an image of the source domain, else 0, [N]; where a batch has images of both
 *     and terms ask for it
 * @param heads the same of single heads, by their names, where the network has several
 * @param headWeights all weights and biases of a head, by its name, of heads that terms compare
 * @param answers what discriminators say, by their names
 * @param patches what is said of the kinds of patches, if they are told apart
 * @param bottlenecked what the features tell, where they passed a bottleneck
 */
public record Predictions(
    Operand<TFloat32> logits,
    Operand<TFloat32> probabilities,
    Operand<TFloat32> logProbabilities,
    Operand<TFloat32> labels,
    int classes,
    Draws draws,
    Optional<Taught> taught,
    Optional<Operand<TFloat32>> source,
    Map<String, Predictions> heads,
    Map<String, List<Operand<TFloat32>>> headWeights,
    Map<String, Answer> answers,
    Optional<Patches> patches,
    Optional<Bottlenecked> bottlenecked) {

  /** Copies the maps. */
  public Predictions {
    // In their order, by which a graph is built: an immutable map's differs from process to
    // process.
    heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
    headWeights = Collections.unmodifiableMap(new LinkedHashMap<>(headWeights));
    answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
  }

  /**
   * Takes the softmax of every pixel.
   *
   * @param logits class scores at input resolution, [N, H, W, C]
   * @param labels train ids, [N, H, W], uint8, 255 = ignored
   */
  public static Predictions of(
      Ops tf, Operand<TFloat32> logits, Operand<TUint8> labels, int classes, Draws draws) {
    // The C++ gradient of LogSoftmax is wrong above rank 2, so the pixels are flattened first.
    Operand<TFloat32> rows = tf.reshape(logits, tf.constant(new int[] {-1, classes}));
    Operand<TInt32> ids =
        tf.dtypes.cast(tf.reshape(labels, tf.constant(new int[] {-1})), TInt32.class);
    Operand<TFloat32> oneHot =
        tf.oneHot(ids, tf.constant(classes), tf.constant(1f), tf.constant(0f));
    Operand<TFloat32> logProbabilities = tf.nn.logSoftmax(rows);
    return new Predictions(
        logits,
        tf.math.exp(logProbabilities),
        logProbabilities,
        oneHot,
        classes,
        draws,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What a teacher says.
   *
   * @param confidence in the labels, [N, H, W], in [0, 1]
   * @param probabilities of the classes in the images as they were before they were mixed, [N, H,
   *     W, C]
   */
  public record Taught(Operand<TFloat32> confidence, Operand<TFloat32> probabilities) {}

  /** The same with what a teacher says. */
  public Predictions with(Taught teacher) {
    return with(Optional.of(teacher), source, heads, headWeights, answers, patches, bottlenecked);
  }

  /** The same with images of which some are the source's: 1 for those, else 0, [N]. */
  public Predictions from(Operand<TFloat32> sourceImages) {
    return with(
        taught, Optional.of(sourceImages), heads, headWeights, answers, patches, bottlenecked);
  }

  /**
   * The same with what single heads predict and are, by their names.
   *
   * @param weights of those that terms compare
   */
  public Predictions withHeads(
      Map<String, Predictions> ofHeads, Map<String, List<Operand<TFloat32>>> weights) {
    return with(taught, source, ofHeads, weights, answers, patches, bottlenecked);
  }

  /** The same with what discriminators say, by their names. */
  public Predictions withAnswers(Map<String, Answer> ofDiscriminators) {
    return with(taught, source, heads, headWeights, ofDiscriminators, patches, bottlenecked);
  }

  /** The same with what is said of the kinds of patches. */
  public Predictions withPatches(Patches told) {
    return with(taught, source, heads, headWeights, answers, Optional.of(told), bottlenecked);
  }

  /** The same with what the features tell that passed a bottleneck. */
  public Predictions through(Bottlenecked passed) {
    return with(taught, source, heads, headWeights, answers, patches, Optional.of(passed));
  }

  /**
   * The same with distributions over the classes that stand for the labels.
   *
   * @param distributions [N, H, W, C], zero where a pixel is ignored
   */
  public Predictions learning(Ops tf, Operand<TFloat32> distributions) {
    Map<String, Predictions> ofHeads = new LinkedHashMap<>();
    heads.forEach((name, head) -> ofHeads.put(name, head.learning(tf, distributions)));
    Operand<TFloat32> rows = tf.reshape(distributions, tf.shape(probabilities));
    return new Predictions(
        logits,
        probabilities,
        logProbabilities,
        rows,
        classes,
        draws,
        taught,
        source,
        ofHeads,
        headWeights,
        answers,
        patches,
        bottlenecked);
  }

  private Predictions with(
      Optional<Taught> teacher,
      Optional<Operand<TFloat32>> sourceImages,
      Map<String, Predictions> ofHeads,
      Map<String, List<Operand<TFloat32>>> ofWeights,
      Map<String, Answer> said,
      Optional<Patches> told,
      Optional<Bottlenecked> passed) {
    return new Predictions(
        logits,
        probabilities,
        logProbabilities,
        labels,
        classes,
        draws,
        teacher,
        sourceImages,
        ofHeads,
        ofWeights,
        said,
        told,
        passed);
  }

  /**
   * What a head predicts.
   *
   * @param head its name; what the model predicts with if empty
   * @throws IllegalArgumentException if there is no such head
   */
  public Predictions of(Optional<String> head) {
    return head.map(name -> named("head", name, heads)).orElse(this);
  }

  /** All weights and biases of a head. */
  List<Operand<TFloat32>> headWeights(String head) {
    return named("head", head, headWeights);
  }

  /** What a discriminator says. */
  Answer answer(String discriminator) {
    return named("discriminator", discriminator, answers);
  }

  private static <T> T named(String what, String name, Map<String, T> known) {
    T found = known.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s must be one of %s, got %s"
              .formatted(what, known.keySet().stream().sorted().toList(), name));
    }
    return found;
  }

  /**
   * Which pixels belong to images of a domain, 1 or 0; empty where all count: no domain is asked
   * for, or the batch has images of one.
   *
   * @return [P]
   */
  Optional<Operand<TFloat32>> ofDomain(Ops tf, Optional<Domain> asked) {
    return asked.flatMap(domain -> source.map(images -> ofDomain(tf, domain, images)));
  }

  private Operand<TFloat32> ofDomain(Ops tf, Domain domain, Operand<TFloat32> images) {
    Operand<TFloat32> pixels = ofPixels(tf, images);
    return domain == Domain.SOURCE ? pixels : tf.math.sub(tf.constant(1f), pixels);
  }

  /**
   * Numbers of images as numbers of their pixels.
   *
   * @param images [N]
   * @return [P]
   */
  Operand<TFloat32> ofPixels(Ops tf, Operand<TFloat32> images) {
    Operand<TInt32> map =
        tf.slice(tf.shape(logits), tf.constant(new int[] {0}), tf.constant(new int[] {3}));
    Operand<TFloat32> columns = tf.reshape(images, tf.constant(new int[] {-1, 1, 1}));
    return tf.reshape(tf.broadcastTo(columns, map), tf.constant(new int[] {-1}));
  }

  /**
   * Rows as the map they were, such as probabilities, [P, C].
   *
   * @return [N, H, W, C]
   */
  public Operand<TFloat32> map(Ops tf, Operand<TFloat32> rows) {
    return tf.reshape(rows, tf.shape(logits));
  }
}
