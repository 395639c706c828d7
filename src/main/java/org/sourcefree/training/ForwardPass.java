package org.sourcefree.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.sourcefree.data.Batch;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.image.ImageSize;
import org.sourcefree.mixing.Labelled;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.ImageFeed;
import org.sourcefree.network.Model;
import org.sourcefree.network.Network;
import org.sourcefree.network.Normalisation;
import org.sourcefree.network.Passage;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.Predictions;
import org.sourcefree.training.teacher.Lesson;
import org.sourcefree.training.teacher.PlainBatch;
import org.sourcefree.training.teacher.Teaching;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * The forward pass of one stream in a step's graph; all passes share the network's variables.
 *
 * @param images placeholder, RGB, [N, H, W, 3], uint8
 * @param inputs preprocessed images, [N, H, W, 3]
 * @param labels placeholder, train ids, [N, H, W], uint8
 * @param source placeholder, 1 for each image of the source domain, else 0, [N], uint8; where a
 *     term asks for it
 * @param distributions placeholder, over the classes, [N, H, W, C], zero where ignored; where they
 *     come with labels
 * @param predictions at the labels' resolution
 * @param features what discriminators see, [N, h, w, channels], see {@link Network#seen}
 * @param statisticsUpdates of batch norm's running averages
 * @param lesson what a teacher makes of the images, if there is one
 */
record ForwardPass(
    Operand<TUint8> images,
    Operand<TFloat32> inputs,
    Operand<TUint8> labels,
    Optional<Operand<TUint8>> source,
    Optional<Operand<TFloat32>> distributions,
    Predictions predictions,
    Operand<TFloat32> features,
    List<Op> statisticsUpdates,
    Optional<Lesson> lesson) {

  /**
   * How a stream is passed.
   *
   * @param stream its name
   * @param normalisation what batch norm normalises with
   * @param draws what every random draw follows from
   * @param gate what a pass waits for, put before the preprocessed images
   */
  record Setting(
      String stream,
      TrainingSettings settings,
      Normalisation normalisation,
      Draws draws,
      UnaryOperator<Operand<TFloat32>> gate) {}

  /** Builds the pass of a stream. */
  static ForwardPass build(Ops tf, Variables variables, Model model, Setting setting) {
    TrainingSettings settings = setting.settings();
    Input input = Input.build(tf, model, setting);
    boolean taught = setting.stream().equals(Streams.TARGET) && settings.teaching().isPresent();
    ForwardPass pass =
        taught
            ? taught(tf, variables, model, setting, input, settings.teaching().get())
            : plain(tf, variables, model, setting, input);
    return pass.withHeadWeights(headWeights(variables, model.network(), settings.comparedHeads()));
  }

  /** All weights and biases of heads. */
  private static Map<String, List<Operand<TFloat32>>> headWeights(
      Variables variables, Architecture network, List<String> heads) {
    Map<String, List<Operand<TFloat32>>> weights = new LinkedHashMap<>();
    for (String head : heads) {
      List<Operand<TFloat32>> parts = new ArrayList<>();
      for (Variable weight : variables.of(Role.WEIGHT)) {
        if (weight.owner().equals(Variables.NETWORK)
            && weight.name().startsWith(network.prefix(head))) {
          parts.add(weight.value());
        }
      }
      weights.put(head, parts);
    }
    return weights;
  }

  private ForwardPass withHeadWeights(Map<String, List<Operand<TFloat32>>> weights) {
    return new ForwardPass(
        images,
        inputs,
        labels,
        source,
        distributions,
        predictions.withHeads(predictions.heads(), weights),
        features,
        statisticsUpdates,
        lesson);
  }

  /**
   * What is fed, see {@link ForwardPass}.
   *
   * @param awaited the inputs, once the pass may begin
   */
  private record Input(
      Operand<TUint8> images,
      Operand<TFloat32> inputs,
      Operand<TFloat32> awaited,
      Operand<TUint8> labels,
      Optional<Operand<TUint8>> source,
      Optional<Operand<TFloat32>> distributions) {

    static Input build(Ops tf, Model model, Setting setting) {
      TrainingSettings settings = setting.settings();
      Placeholder<TUint8> images = ImageFeed.placeholder(tf);
      Operand<TFloat32> inputs = model.preprocessing().build(tf, images);
      return new Input(
          images,
          inputs,
          setting.gate().apply(inputs),
          tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1))),
          settings.usesDomain()
              ? Optional.of(tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(-1))))
              : Optional.empty(),
          settings.distributions()
              ? Optional.of(tf.placeholder(TFloat32.class, maps(model.classes().size())))
              : Optional.empty());
    }

    private static Placeholder.Options maps(int classes) {
      return Placeholder.shape(Shape.of(-1, -1, -1, classes));
    }

    Predictions known(Ops tf, Predictions predictions) {
      Predictions learning =
          distributions.map(maps -> predictions.learning(tf, maps)).orElse(predictions);
      return source
          .map(flags -> learning.from(tf.dtypes.cast(flags, TFloat32.class)))
          .orElse(learning);
    }
  }

  private static ForwardPass plain(
      Ops tf, Variables variables, Model model, Setting setting, Input input) {
    int classes = model.classes().size();
    Optional<Bottleneck.Told> told =
        setting
            .settings()
            .bottleneck()
            .map(each -> each.tell(tf, variables, setting.draws(), setting.stream()));
    boolean ofSource = setting.stream().equals(Streams.SOURCE);
    Network network =
        model
            .network()
            .build(
                tf,
                variables,
                input.awaited(),
                classes,
                setting.normalisation(),
                new Passage(ofSource, told.map(each -> each::read)));
    Predictions predicted =
        predictions(
            network,
            scores ->
                input.known(
                    tf,
                    Predictions.of(
                        tf,
                        Network.upsample(tf, scores, size(tf, input)),
                        input.labels(),
                        classes,
                        setting.draws())));
    Predictions predictions =
        told.map(Bottleneck.Told::told).map(predicted::through).orElse(predicted);
    return of(input, predictions, network, Optional.empty());
  }

  /** What the network predicts, and what each of its heads does. */
  private static Predictions predictions(
      Network network, Function<Operand<TFloat32>, Predictions> of) {
    Predictions predictions = of.apply(network.logits());
    Map<String, Predictions> heads = new LinkedHashMap<>();
    network
        .heads()
        .forEach(
            (name, scores) ->
                heads.put(name, scores.equals(network.logits()) ? predictions : of.apply(scores)));
    return predictions.withHeads(heads, Map.of());
  }

  /** The teacher sees the images as they are, the network mixed with the teacher's labels. */
  private static ForwardPass taught(
      Ops tf, Variables variables, Model model, Setting setting, Input input, Teaching teaching) {
    int classes = model.classes().size();
    PlainBatch plain = new PlainBatch(input.awaited(), input.labels(), size(tf, input));
    Lesson lesson =
        teaching.build(
            tf,
            variables,
            model,
            plain,
            setting.draws(),
            setting.settings().replicas(),
            setting.normalisation().parts());
    Labelled seen = lesson.seen();
    Network network =
        model.network().build(tf, variables, seen.inputs(), classes, setting.normalisation());
    Operand<TUint8> labels = tf.dtypes.cast(seen.labels(), TUint8.class);
    Predictions.Taught taught = new Predictions.Taught(seen.confidence(), lesson.probabilities());
    Predictions predictions =
        predictions(
            network,
            scores ->
                input.known(
                    tf,
                    Predictions.of(
                            tf,
                            Network.upsample(tf, scores, plain.size()),
                            labels,
                            classes,
                            setting.draws())
                        .with(taught)));
    return of(input, predictions, network, Optional.of(lesson));
  }

  private static ForwardPass of(
      Input input, Predictions predictions, Network network, Optional<Lesson> lesson) {
    return new ForwardPass(
        input.images(),
        input.inputs(),
        input.labels(),
        input.source(),
        input.distributions(),
        predictions,
        network.seen(),
        network.statisticsUpdates(),
        lesson);
  }

  /** The labels', which images that a view scales alone do not have. */
  private static Operand<TInt32> size(Ops tf, Input input) {
    return tf.slice(
        tf.shape(input.labels()), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
  }

  /**
   * Feeds a batch.
   *
   * @return what was fed, which the caller closes
   */
  List<TType> feed(Session.Runner runner, Batch batch) {
    TUint8 imageTensor =
        ImageFeed.tensor(batch.images(), batch.imageSize().width(), batch.imageSize().height());
    ImageSize labelled = batch.labelSize();
    TUint8 labelTensor =
        Tensors.bytes(Shape.of(batch.size(), labelled.height(), labelled.width()), batch.labels());
    runner.feed(images, imageTensor).feed(labels, labelTensor);
    List<TType> fed = new ArrayList<>(List.of(imageTensor, labelTensor));
    source.ifPresent(
        flags -> {
          TUint8 sourceTensor = Tensors.bytes(Shape.of(batch.size()), batch.source());
          runner.feed(flags, sourceTensor);
          fed.add(sourceTensor);
        });
    distributions.ifPresent(
        maps -> {
          TFloat32 mapsTensor = SoftBatch.tensor(batch, predictions.classes());
          runner.feed(maps, mapsTensor);
          fed.add(mapsTensor);
        });
    return fed;
  }
}
