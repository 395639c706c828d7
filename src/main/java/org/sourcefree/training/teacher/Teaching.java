package org.sourcefree.training.teacher;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.view.TrainingView;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.mixing.Labelled;
import org.sourcefree.mixing.Mixing;
import org.sourcefree.network.BatchParts;
import org.sourcefree.network.Model;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.NegativeBinaryCrossEntropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Term;
import org.sourcefree.training.replicas.Replicas;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Labels made in the step: a teacher labels the images as they are, then images and labels are
 * mixed.
 *
 * @param mixing of what the trained network sees; none if empty
 */
public record Teaching(Teacher teacher, Optional<Mixing> mixing) {

  /**
   * Checks that mixing and terms have the teacher that they need, and fit together, and that
   * nothing of it is without effect.
   *
   * @param terms with none no step is taken
   * @param otherLabels whether a labelling pass or source images bring labels too
   * @param batchSize images
   * @throws IllegalArgumentException if not
   */
  public static void check(
      Optional<Teacher> teacher,
      Optional<Mixing> mixing,
      List<Term> terms,
      boolean otherLabels,
      TrainingView view,
      int batchSize) {
    boolean taught = !terms.isEmpty() && new Objective(terms).usesTeacher();
    boolean labelled = !terms.isEmpty() && new Objective(terms).usesLabels();
    require(
        teacher.isPresent() || (mixing.isEmpty() && !taught),
        "teacher must be there for mixing, cross_entropy's image_weight and negative_binary_cross_entropy");
    require(
        teacher.isEmpty() || !view.scalesImagesAlone(),
        "training_view must be without image_scale beside a teacher, as its labels are of the images' size");
    require(
        mixing.isEmpty() || terms.stream().noneMatch(NegativeBinaryCrossEntropy.class::isInstance),
        "negative_binary_cross_entropy must stand without mixing, as the teacher sees the images as they are");
    require(
        mixing.isEmpty() || batchSize > 1,
        "mixing must have a batch_size of at least 2, as images are mixed with others of the batch");
    require(
        !otherLabels
            || teacher.flatMap(Teacher::labels).filter(PriorThresholds.class::isInstance).isEmpty(),
        "pseudo_labels must be none and data.source left out where teacher.labels is prior_thresholds, which reads no other labels");
    require(
        terms.isEmpty() || teacher.isEmpty() || mixing.isPresent() || taught || labelled,
        "teacher must have mixing or a term beside it that reads labels, such as cross_entropy");
    require(
        terms.isEmpty() || labelled || teacher.flatMap(Teacher::labels).isEmpty(),
        "teacher.labels must have a term beside it that reads labels, such as cross_entropy");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /**
   * Builds what the trained network learns from a batch.
   *
   * @param replicas who share the batch
   * @param parts the places that find batch statistics together, if there are several
   */
  public Lesson build(
      Ops tf,
      Variables variables,
      Model model,
      PlainBatch images,
      Draws draws,
      Replicas replicas,
      Optional<BatchParts> parts) {
    AveragedNetwork network = AveragedNetwork.build(tf, variables, model, teacher, images, parts);
    Operand<TFloat32> inputs = images.inputs();
    Operand<TFloat32> probabilities = tf.nn.softmax(network.logits());
    Optional<Lesson.Prior> prior =
        priorThresholds()
            .map(each -> prior(tf, each, variables, model, replicas.mean(tf, probabilities)));
    int classes = model.classes().size();
    Labelled taught =
        prior.isPresent()
            ? selected(tf, priorThresholds().get(), prior.get(), inputs, probabilities, classes)
            : everywhere(tf, inputs, images.stored(), probabilities);
    Labelled seen =
        mixing
            .map(each -> replicas.ofAll(tf, taught, whole -> each.mix(tf, whole, classes, draws)))
            .orElse(taught);
    return new Lesson(seen, probabilities, network, prior);
  }

  private Optional<PriorThresholds> priorThresholds() {
    return teacher
        .labels()
        .filter(PriorThresholds.class::isInstance)
        .map(PriorThresholds.class::cast);
  }

  private static Lesson.Prior prior(
      Ops tf, PriorThresholds settings, Variables variables, Model model, Operand<TFloat32> mean) {
    int classes = model.classes().size();
    Variable variable = PriorThresholds.prior(variables.of(AveragedNetwork.OWNER), classes);
    return new Lesson.Prior(
        variable, settings.first(tf, classes), settings.follow(tf, variable.value(), mean));
  }

  private static Labelled selected(
      Ops tf,
      PriorThresholds settings,
      Lesson.Prior prior,
      Operand<TFloat32> inputs,
      Operand<TFloat32> probabilities,
      int classes) {
    return new Labelled(
        inputs,
        settings.labels(tf, prior.next(), probabilities, classes),
        tf.reduceMax(probabilities, tf.constant(3)));
  }

  /**
   * Builds the teacher's most probable class, or the stored label where there is one.
   *
   * @param probabilities the teacher's, [N, H, W, C]
   */
  static Labelled everywhere(
      Ops tf, Operand<TFloat32> inputs, Operand<TUint8> stored, Operand<TFloat32> probabilities) {
    Operand<TInt32> ids = tf.dtypes.cast(stored, TInt32.class);
    Operand<TBool> known = tf.math.notEqual(ids, tf.constant(ClassSet.IGNORE));
    Operand<TInt32> best = tf.math.argMax(probabilities, tf.constant(3), TInt32.class);
    Operand<TFloat32> sure = tf.reduceMax(probabilities, tf.constant(3));
    return new Labelled(
        inputs, tf.select(known, ids, best), tf.select(known, tf.onesLike(sure), sure));
  }
}
