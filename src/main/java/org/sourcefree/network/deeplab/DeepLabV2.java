package org.sourcefree.network.deeplab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Variables;
import org.sourcefree.machine.Memory;
import org.sourcefree.network.Additions;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.BatchNormLayers;
import org.sourcefree.network.Head;
import org.sourcefree.network.Network;
import org.sourcefree.network.Normalisation;
import org.sourcefree.network.Passage;
import org.sourcefree.network.discriminator.Attention;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * DeepLab-V2 on a bottleneck ResNet at output stride 8 (Chen et al. 2017, He et al. 2016), with the
 * variables named by the keys of the PyTorch checkpoints of the field's domain-adaptation code.
 * ResNet-101 is [3, 4, 23, 3] at width 1.
 *
 * @param stages bottleneck blocks in each of the four stages, at least 1
 * @param width factor on every channel count of the backbone; 64·width must be a whole number, at
 *     least 1
 * @param atrousRates dilation of each branch of the head, pixels of the features, at least 1; [6,
 *     12, 18, 24] in DeepLab-V2
 * @param heads further ones beside that; none if left out
 * @param attention before the last block, on images of the target domain; none if left out. The
 *     last stage must have two blocks at least
 */
public record DeepLabV2(
    List<Integer> stages,
    double width,
    List<Integer> atrousRates,
    Optional<List<Head>> heads,
    Optional<Attention> attention)
    implements Architecture {
  private static final int MOST_BLOCKS = 100;
  private static final int MOST_RATES = 32;
  private static final int LARGEST_RATE = 10_000;
  private static final long MOST_MARGIN = 1L << 30;
  private static final int MOST_HEADS = 4;
  private static final int OWN_HEAD = 5;
  private static final Pattern HEAD = Pattern.compile("layer[5-9]\\..*");
  private static final Pattern CLASSIFIER =
      Pattern.compile("layer[5-9]\\.conv2d_list\\.\\d+\\.(weight|bias)");
  private static final Pattern CONVOLUTION =
      Pattern.compile("(layer\\d+\\.\\d+\\.)?(conv\\d|downsample\\.0)\\.weight");
  private static final Pattern SCALE_OR_SHIFT =
      Pattern.compile("(layer\\d+\\.\\d+\\.)?(bn\\d|downsample\\.1)\\.(weight|bias)");

  /** Checks the settings. */
  public DeepLabV2 {
    stages = List.copyOf(stages);
    atrousRates = List.copyOf(atrousRates);
    heads = heads.map(List::copyOf);
    if (stages.size() != 4
        || stages.stream().anyMatch(blocks -> blocks < 1 || blocks > MOST_BLOCKS)) {
      throw new IllegalArgumentException(
          "stages must be four positive block counts of at most %d, got %s"
              .formatted(MOST_BLOCKS, stages));
    }
    if (!(width > 0 && width <= 8) || 64 * width != Math.rint(64 * width)) {
      throw new IllegalArgumentException(
          "width must be a multiple of 1/64 above 0 and at most 8, got " + width);
    }
    if (atrousRates.isEmpty() || atrousRates.stream().anyMatch(rate -> rate < 1)) {
      throw new IllegalArgumentException("atrous_rates must be positive, got " + atrousRates);
    }
    checkRates(atrousRates);
    heads.stream().flatMap(List::stream).forEach(head -> checkRates(head.atrousRates()));
    List<String> names = heads.stream().flatMap(List::stream).map(Head::name).toList();
    if (names.size() > MOST_HEADS || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "heads must be at most %d, each with a name of its own, got %s"
              .formatted(MOST_HEADS, names));
    }
    LastBlock.check(attention, stages.get(3));
  }

  /** A network of one head. */
  public DeepLabV2(List<Integer> stages, double width, List<Integer> atrousRates) {
    this(stages, width, atrousRates, Optional.empty(), Optional.empty());
  }

  private static void checkRates(List<Integer> rates) {
    if (rates.size() > MOST_RATES || rates.stream().anyMatch(rate -> rate > LARGEST_RATE)) {
      throw new IllegalArgumentException(
          "atrous_rates must be at most %d rates of at most %d, got %s"
              .formatted(MOST_RATES, LARGEST_RATE, rates));
    }
  }

  @Override
  public DeepLabV2 with(Additions added) {
    List<Head> all = new ArrayList<>(further());
    List<String> known = all.stream().map(Head::name).toList();
    added.heads().stream().filter(head -> !known.contains(head.name())).forEach(all::add);
    Optional<List<Head>> every = all.isEmpty() ? Optional.empty() : Optional.of(all);
    try {
      return new DeepLabV2(stages, width, atrousRates, every, attention.or(added::attention));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void requireNew(Additions added) {
    List<String> known = further().stream().map(Head::name).toList();
    for (Head head : added.heads()) {
      if (known.contains(head.name())) {
        throw new InvalidInputException(
            "heads must be new, the model has one named %s already".formatted(head.name()));
      }
    }
    if (attention.isPresent() && added.attention().isPresent()) {
      throw new InvalidInputException(
          "attention must be new, the model has one by %s already"
              .formatted(attention.get().discriminator()));
    }
  }

  @Override
  public boolean isAdded(String name, Additions added) {
    return added.heads().stream().anyMatch(head -> name.startsWith(prefix(head.name())))
        || (added.attention().isPresent()
            && last().filter(block -> block.isAdded(name)).isPresent());
  }

  @Override
  public float[] neutral(String name, Shape shape) {
    return last()
        .map(block -> block.neutral(name, shape))
        .orElseGet(() -> Architecture.super.neutral(name, shape));
  }

  @Override
  public String prefix(String head) {
    List<String> names = further().stream().map(Head::name).toList();
    return layer(names.indexOf(head) + 1) + ".";
  }

  /** Channels of a stage's output, counted from 1. */
  public int channels(int stage) {
    return baseChannels() << (stage + 1);
  }

  /** Numbers of a head that are trained. */
  public long size(Head head, int classes) {
    return head.atrousRates().size() * (9L * channels(head.afterStage()) + 1) * classes;
  }

  /** Channels of the stem and planes of the first stage. */
  int baseChannels() {
    return (int) Math.rint(64 * width);
  }

  @Override
  public Network build(
      Ops tf,
      Variables variables,
      Operand<TFloat32> inputs,
      int classes,
      Normalisation normalisation) {
    return build(tf, variables, inputs, classes, normalisation, Passage.PLAIN);
  }

  @Override
  public Network build(
      Ops tf,
      Variables variables,
      Operand<TFloat32> inputs,
      int classes,
      Normalisation normalisation,
      Passage passage) {
    BatchNormLayers batchNorm = new BatchNormLayers(tf, variables, normalisation);
    ResNet backbone = new ResNet(tf, variables, batchNorm);
    List<Integer> blocks = last().map(block -> block.without(stages)).orElse(stages);
    List<Operand<TFloat32>> outputs = backbone.build(inputs, blocks, baseChannels());
    Optional<Attention> attends = passage.ofSource() ? Optional.empty() : attention;
    Optional<Operand<TFloat32>> attended = last().map(block -> outputs.remove(3));
    attended.ifPresent(
        before -> {
          Operand<TFloat32> read =
              attends.map(each -> each.build(tf, variables, before)).orElse(before);
          outputs.add(backbone.last(read, last().orElseThrow(), baseChannels()));
        });
    outputs.set(outputs.size() - 1, passage.read(outputs.get(outputs.size() - 1)));
    Operand<TFloat32> features = outputs.get(outputs.size() - 1);
    Operand<TFloat32> logits =
        AtrousHead.build(tf, variables, layer(0), features, atrousRates, classes);
    Map<String, Operand<TFloat32>> scores = new LinkedHashMap<>();
    scores.put(Head.MAIN, logits);
    for (Head head : further()) {
      Operand<TFloat32> read = outputs.get(head.afterStage() - 1);
      String layer = layer(scores.size());
      Operand<TFloat32> own =
          AtrousHead.build(tf, variables, layer, read, head.atrousRates(), classes);
      scores.put(head.name(), own);
      logits = head.isSummed() ? tf.math.add(logits, own) : logits;
    }
    return new Network(logits, scores, features, attended, batchNorm.updates());
  }

  /** The block that attention stands before, if there is one. */
  private Optional<LastBlock> last() {
    return attention.map(each -> new LastBlock(each, stages.get(3) - 1));
  }

  private List<Head> further() {
    return heads.orElse(List.of());
  }

  /** State-dict prefix of a head; the first is the network's own. */
  private static String layer(int head) {
    return "layer" + (OWN_HEAD + head);
  }

  /** The head pads all branches' responses by the largest rate, however small the image. */
  @Override
  public void requireModest(int classes) {
    requireModest(classes, atrousRates);
    further().forEach(head -> requireModest(classes, head.atrousRates()));
  }

  private static void requireModest(int classes, List<Integer> rates) {
    long bytes = AtrousHead.marginBytes(rates, classes);
    if (bytes > MOST_MARGIN) {
      throw new InvalidInputException(
          "atrous_rates must be smaller for %d classes, got %s: their margins take %s of memory for any image, at most %s are allowed"
              .formatted(classes, rates, Memory.size(bytes), Memory.size(MOST_MARGIN)));
    }
  }

  @Override
  public boolean isTrained(String name, BatchNorm.ScaleAndShift scaleAndShift) {
    if (CLASSIFIER.matcher(name).matches() || CONVOLUTION.matcher(name).matches()) {
      return true;
    }
    return SCALE_OR_SHIFT.matcher(name).matches()
        && switch (scaleAndShift) {
          case FROZEN -> false;
          case SHORTCUT -> name.contains(".downsample.");
          case ALL -> true;
        };
  }

  @Override
  public boolean isHead(String name) {
    return HEAD.matcher(name).matches();
  }

  /**
   * Values to train from nothing: convolutions normal with variance 2 / (fan-out) (He et al. 2015),
   * the head normal(0, 0.01), batch norm the identity.
   *
   * @param name of the variable
   * @return row-major values of the shape
   */
  public static float[] initialValues(String name, Shape shape, RandomGenerator random) {
    float[] values = new float[Math.toIntExact(shape.size())];
    if (CONVOLUTION.matcher(name).matches()) {
      fill(values, random, Math.sqrt(2.0 / (shape.get(0) * shape.get(1) * shape.get(3))));
    } else if (CLASSIFIER.matcher(name).matches() && name.endsWith(".weight")) {
      fill(values, random, 0.01);
    } else if (name.endsWith(".running_var")
        || (SCALE_OR_SHIFT.matcher(name).matches() && name.endsWith(".weight"))) {
      Arrays.fill(values, 1);
    }
    return values;
  }

  private static void fill(float[] values, RandomGenerator random, double deviation) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
  }
}
