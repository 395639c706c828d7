package org.sourcefree.training;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sourcefree.data.Domain;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Network;
import org.sourcefree.network.discriminator.Attention;
import org.sourcefree.network.discriminator.DiscriminatorNetwork;
import org.sourcefree.objective.Answer;
import org.sourcefree.objective.Discrimination;
import org.sourcefree.objective.HeadDisagreement;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Patches;
import org.sourcefree.objective.Predictions;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network that learns to tell the source's images from the target's, beside the one that learns
 * to hide which is which. It is saved with a run's states, and is no part of the model that the run
 * leaves unless that attends by it. It minimises factor · (mean loss on the source against 0 + mean
 * loss on the target against 1).
 *
 * @param name by which terms ask for its answer
 * @param network what it is made of
 * @param sees what it is shown
 * @param head whose prediction it is shown; what the model predicts with if left out
 * @param loss how far an answer is from a domain
 * @param factor ½ in AdaptSeg and ADVENT, 1 in CLAN and DAST, above 0
 * @param answer at which resolution its scores are compared; their own if left out
 * @param headDisagreement a weight for every pixel of the target's images, in its own loss and in
 *     that of the terms that ask it; needs an upsampled answer; none if left out
 * @param attention whether the network attends to images of the target by its answer from now on;
 *     needs a score for each place of features; not if left out. A model that attends by it already
 *     keeps on
 */
public record Discriminator(
    String name,
    DiscriminatorNetwork network,
    Sees sees,
    Optional<String> head,
    Answer.DomainLoss loss,
    double factor,
    Optional<Resolution> answer,
    Optional<HeadDisagreement> headDisagreement,
    Optional<Attending> attention) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final int OUTPUT_STRIDE = 8;

  /** What a discriminator is shown. */
  public enum Sees {
    /** Softmax of the scores at input resolution, [N, H, W, C]. */
    PROBABILITIES,
    /** −p·log p/log C of every class (Vu et al., CVPR 2019), [N, H, W, C]. */
    SELF_INFORMATION,
    /**
     * The last stage's output at output stride 8, or what attention stands before, if the network
     * has it, [N, h, w, channels].
     */
    FEATURES,
    /** Softmax of what the head of patch_modes says of each patch, [N, U, V, K]. */
    PATCH_MODES
  }

  /** At which resolution an answer's scores are compared. */
  public enum Resolution {
    /** As they come out. */
    OWN,
    /** Upsampled to the images', bilinearly with aligned corners, as in CLAN. */
    UPSAMPLED
  }

  /**
   * How the network attends, see {@link Attention}.
   *
   * @param shortcut of the block that reads what is attended to
   */
  public record Attending(Attention.Shortcut shortcut) {}

  /** Without attention. */
  public Discriminator(
      String name,
      DiscriminatorNetwork network,
      Sees sees,
      Optional<String> head,
      Answer.DomainLoss loss,
      double factor,
      Optional<Resolution> answer,
      Optional<HeadDisagreement> headDisagreement) {
    this(name, network, sees, head, loss, factor, answer, headDisagreement, Optional.empty());
  }

  /** Checks the settings. */
  public Discriminator {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name must be of small letters, digits and _, got " + name);
    }
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("factor must be positive, got " + factor);
    }
    if ((sees == Sees.FEATURES || sees == Sees.PATCH_MODES) && head.isPresent()) {
      throw new IllegalArgumentException(
          "head must be left out where features or patch_modes are seen");
    }
    if (sees == Sees.PATCH_MODES && !network.isDense()) {
      throw new IllegalArgumentException(
          "network must be pixel or fully_connected where patch_modes are seen");
    }
    if (headDisagreement.isPresent() && !answer.filter(Resolution.UPSAMPLED::equals).isPresent()) {
      throw new IllegalArgumentException(
          "answer must be upsampled where head_disagreement weighs pixels");
    }
    if (attention.isPresent() && (sees != Sees.FEATURES || !network.isDense())) {
      throw new IllegalArgumentException(
          "attention must have a discriminator that sees features and is pixel or fully_connected");
    }
  }

  /** Whether it is shown kinds of patches. */
  boolean seesPatchModes() {
    return sees == Sees.PATCH_MODES;
  }

  /** Whose its variables are. */
  String owner() {
    return DiscriminatorNetwork.owner(name);
  }

  /** Whether a variable's owner is a discriminator. */
  static boolean isOwner(String owner) {
    return owner.startsWith(DiscriminatorNetwork.owner(""));
  }

  /** The attention that it brings, if any. */
  Optional<Attention> attends() {
    return attention.map(each -> new Attention(name, network, each.shortcut()));
  }

  /** Whether it is what attention stands by that has its name. */
  boolean isOf(Attention known) {
    return sees == Sees.FEATURES && network.equals(known.network());
  }

  /** What it minimises. */
  Objective objective() {
    return new Objective(
        List.of(
            new Discrimination(factor, name, Domain.SOURCE),
            new Discrimination(factor, name, Domain.TARGET)));
  }

  /** The smallest height and width of an image that it has an answer to. */
  int smallestImage() {
    int stride = sees == Sees.FEATURES ? OUTPUT_STRIDE : 1;
    return stride * network.smallestInput();
  }

  /** Numbers of it that are trained, for so many classes, or kinds of patches if it sees those. */
  long size(int classes, int features) {
    return network.size(sees == Sees.FEATURES ? features : classes);
  }

  /**
   * Builds what it says of a stream; its variables are shared among streams.
   *
   * @param features of the network, see {@link Sees#FEATURES}
   */
  Answer build(Ops tf, Variables variables, Predictions predictions, Operand<TFloat32> features) {
    Predictions seen = predictions.of(head);
    Operand<TFloat32> input =
        switch (sees) {
          case PROBABILITIES -> seen.map(tf, seen.probabilities());
          case SELF_INFORMATION -> seen.map(tf, selfInformation(tf, seen));
          case FEATURES -> features;
          case PATCH_MODES -> patches(predictions).map(tf);
        };
    int channels =
        switch (sees) {
          case PROBABILITIES, SELF_INFORMATION -> seen.classes();
          case FEATURES -> Math.toIntExact(features.shape().get(3));
          case PATCH_MODES -> Math.toIntExact(patches(predictions).kinds().shape().get(1));
        };
    Operand<TFloat32> scores = network.build(tf, variables.of(owner()), input, channels);
    Operand<TFloat32> compared =
        answer.filter(Resolution.UPSAMPLED::equals).isPresent()
            ? Network.upsample(tf, scores, size(tf, seen))
            : scores;
    return new Answer(compared, headDisagreement.map(each -> each.weights(tf, predictions)), loss);
  }

  private static Patches patches(Predictions predictions) {
    return predictions.patches().orElseThrow();
  }

  /** −p·log p/log C of every pixel, [P, C]. */
  static Operand<TFloat32> selfInformation(Ops tf, Predictions seen) {
    Operand<TFloat32> factor = tf.constant((float) (-1 / Math.log(seen.classes())));
    return tf.math.mul(tf.math.mul(seen.probabilities(), seen.logProbabilities()), factor);
  }

  private static Operand<TInt32> size(Ops tf, Predictions seen) {
    return tf.slice(
        tf.shape(seen.logits()), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
  }
}
