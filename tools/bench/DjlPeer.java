import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The work of {@code tools/sourcefree bench} in DJL's PyTorch engine: the network, losses and sizes
 * of tools/bench_pytorch, whose options it takes. {@code --check FILE} compares a step's losses and
 * gradients with those that {@code tools/bench_pytorch --write FILE} wrote.
 *
 * <p>{@code --outputs 32} gives the head so many outputs, of which the classes' are used: on some
 * CPUs libtorch 2.7.1 computes a wrong gradient for the input of 3 × 3 convolutions with 19 outputs
 * at dilations 4 to 6.
 */
public final class DjlPeer {
  private static final int IGNORED = 255;
  private static final int[] STRIDES = {1, 2, 1, 1};
  private static final int[] DILATIONS = {1, 1, 2, 4};

  private final Map<String, String> options = new HashMap<>();
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();
  private final Map<String, NDArray> constants = new LinkedHashMap<>();
  private final Map<String, NDArray> momenta = new HashMap<>();
  private final NDManager manager;
  private final int[] stages;
  private final int[] rates;
  private final int classes;
  private final int outputs;
  private final int width;

  private DjlPeer(String[] args, NDManager manager) {
    for (int i = 0; i < args.length; i += 2) {
      options.put(args[i].substring(2), args[i + 1]);
    }
    this.manager = manager;
    stages = numbers("stages", "3,4,23,3");
    rates = numbers("atrous-rates", "6,12,18,24");
    classes = number("classes", 19);
    width = (int) Math.round(64 * Double.parseDouble(options.getOrDefault("width", "1")));
    outputs = number("outputs", classes);
  }

  public static void main(String[] args) throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      manager.getEngine().setRandomSeed(1);
      DjlPeer peer = new DjlPeer(args, manager);
      if (peer.options.containsKey("check")) {
        peer.check(Path.of(peer.options.get("check")));
      } else {
        peer.time();
      }
    }
  }

  // The network.

  private void build() {
    convolution("conv1", 3, width, 7);
    norm("bn1", width);
    int inputs = width;
    int block = 0;
    for (int stage = 0; stage < stages.length; stage++) {
      int planes = width << stage;
      for (int i = 0; i < stages[stage]; i++) {
        String name = "blocks." + block++;
        convolution(name + ".conv1", inputs, planes, 1);
        norm(name + ".bn1", planes);
        convolution(name + ".conv2", planes, planes, 3);
        norm(name + ".bn2", planes);
        convolution(name + ".conv3", planes, 4 * planes, 1);
        norm(name + ".bn3", 4 * planes);
        if (i == 0) {
          convolution(name + ".downsample.0", inputs, 4 * planes, 1);
          norm(name + ".downsample.1", 4 * planes);
        }
        inputs = 4 * planes;
      }
    }
    for (int i = 0; i < rates.length; i++) {
      convolution("head." + i, inputs, outputs, 3);
      parameters.put("head." + i + ".bias", manager.zeros(new Shape(outputs)));
    }
  }

  private void convolution(String name, int inputs, int outputs, int size) {
    double most = 1 / Math.sqrt((double) inputs * size * size);
    Shape shape = new Shape(outputs, inputs, size, size);
    parameters.put(
        name + ".weight",
        manager.randomUniform((float) -most, (float) most, shape, DataType.FLOAT32));
  }

  private void norm(String name, int channels) {
    constants.put(name + ".weight", manager.ones(new Shape(channels)));
    constants.put(name + ".bias", manager.zeros(new Shape(channels)));
    constants.put(name + ".running_mean", manager.zeros(new Shape(channels)));
    constants.put(name + ".running_var", manager.ones(new Shape(channels)));
  }

  private NDArray convolved(NDArray x, String name, int stride, int padding, int dilation) {
    return Conv2d.conv2d(
            x,
            parameters.get(name + ".weight"),
            parameters.get(name + ".bias"),
            new Shape(stride, stride),
            new Shape(padding, padding),
            new Shape(dilation, dilation),
            1)
        .singletonOrThrow();
  }

  private NDArray normalised(NDArray x, String name, boolean training) {
    try (x) {
      return BatchNorm.batchNorm(
              x,
              constants.get(name + ".running_mean"),
              constants.get(name + ".running_var"),
              constants.get(name + ".weight"),
              constants.get(name + ".bias"),
              1,
              0.9f,
              1e-5f,
              training)
          .singletonOrThrow();
    }
  }

  private static NDArray rectified(NDArray x) {
    try (x) {
      return x.getNDArrayInternal().relu();
    }
  }

  /** Handles are closed as soon as may be; what the gradient needs libtorch keeps. */
  private NDArray block(NDArray x, String name, int stride, int dilation, boolean training) {
    NDArray y = convolved(x, name + ".conv1", stride, 0, 1);
    y = rectified(normalised(y, name + ".bn1", training));
    try (NDArray before = y) {
      y = convolved(before, name + ".conv2", 1, dilation, dilation);
    }
    y = rectified(normalised(y, name + ".bn2", training));
    try (NDArray before = y) {
      y = convolved(before, name + ".conv3", 1, 0, 1);
    }
    y = normalised(y, name + ".bn3", training);
    NDArray shortcut = x;
    if (parameters.containsKey(name + ".downsample.0.weight")) {
      shortcut = convolved(x, name + ".downsample.0", stride, 0, 1);
      shortcut = normalised(shortcut, name + ".downsample.1", training);
      x.close();
    }
    y.addi(shortcut);
    shortcut.close();
    return rectified(y);
  }

  private NDArray logits(NDArray images, boolean training) {
    NDArray x = convolved(images, "conv1", 2, 3, 1);
    x = rectified(normalised(x, "bn1", training));
    try (NDArray before = x) {
      Shape two = new Shape(2, 2);
      x = Pool.maxPool2d(before, new Shape(3, 3), two, new Shape(1, 1), true);
    }
    int block = 0;
    for (int stage = 0; stage < stages.length; stage++) {
      for (int i = 0; i < stages[stage]; i++) {
        int stride = i == 0 ? STRIDES[stage] : 1;
        x = block(x, "blocks." + block++, stride, DILATIONS[stage], training);
      }
    }
    NDArray sum = convolved(x, "head.0", 1, rates[0], rates[0]);
    for (int i = 1; i < rates.length; i++) {
      try (NDArray branch = convolved(x, "head." + i, 1, rates[i], rates[i])) {
        sum.addi(branch);
      }
    }
    x.close();
    try (sum) {
      return sum.get(":, :" + classes);
    }
  }

  /** Bilinearly with aligned corners, as products: DJL's own method smooths where it must not. */
  private NDArray upsampled(NDArray logits, int height, int width) {
    try (logits;
        NDArray higher = upsampling(height, (int) logits.getShape().get(2)).matMul(logits)) {
      return higher.matMul(upsampling(width, (int) logits.getShape().get(3)).transpose());
    }
  }

  /** How much each row of the larger picture takes of each of the smaller: [to, from]. */
  private NDArray upsampling(int to, int from) {
    return constants.computeIfAbsent(
        to + " of " + from,
        name -> {
          float[] shares = new float[to * from];
          for (int i = 0; i < to; i++) {
            float place = i * (float) (from - 1) / (to - 1);
            int lower = Math.min((int) place, from - 1);
            shares[i * from + lower] += 1 - (place - lower);
            shares[i * from + Math.min(lower + 1, from - 1)] += place - lower;
          }
          return manager.create(shares, new Shape(to, from));
        });
  }

  // The step.

  /** Cross-entropy of labelled pixels, entropy, and negative learning: the terms of LD. */
  private NDArray loss(NDArray logits, NDArray labels, int rank) {
    NDArray logP = logits.logSoftmax(1);
    NDArray p = logP.exp();
    NDArray entropy = p.mul(logP).sum(new int[] {1}).mean().neg();
    NDArray complementary;
    try (NDList highest = p.stopGradient().topK(rank, 1, true, true)) {
      complementary = highest.get(1).get(":, " + (rank - 1) + ":" + rank).duplicate();
    }
    NDArray negative = p.gather(complementary, 1).neg().add(1).clip(1e-5, 1).log().mean().neg();
    NDArray labelled = labels.neq(IGNORED);
    NDArray safe = labels.mul(labelled.toType(DataType.INT64, false)).expandDims(1);
    NDArray weights = labelled.toType(DataType.FLOAT32, false);
    NDArray right = logP.gather(safe, 1).squeeze(1).mul(weights).sum();
    NDArray crossEntropy = right.div(weights.sum()).neg();
    return crossEntropy.add(entropy).add(negative);
  }

  private float gradients(NDArray images, NDArray labels) {
    parameters.values().forEach(each -> each.setRequiresGradient(true));
    try (NDManager step = manager.newSubManager();
        GradientCollector collector = manager.getEngine().newGradientCollector()) {
      images.attach(step);
      labels.attach(step);
      Shape size = images.getShape();
      NDArray logits = upsampled(logits(images, true), (int) size.get(2), (int) size.get(3));
      NDArray loss = loss(logits, labels, classes / 2);
      collector.backward(loss);
      float value = loss.getFloat();
      images.attach(manager);
      labels.attach(manager);
      return value;
    }
  }

  /** Momentum 0.9, weight decay 5e-4, the head ten times as fast. */
  private void update() {
    for (Map.Entry<String, NDArray> each : parameters.entrySet()) {
      NDArray weight = each.getValue();
      float rate = each.getKey().startsWith("head") ? 1e-5f : 1e-6f;
      try (NDArray gradient = weight.getGradient();
          NDArray decay = weight.mul(5e-4f)) {
        NDArray momentum =
            momenta.computeIfAbsent(each.getKey(), name -> manager.zeros(weight.getShape()));
        momentum.muli(0.9f).addi(gradient.addi(decay));
        weight.setRequiresGradient(false);
        try (NDArray move = momentum.mul(rate)) {
          weight.subi(move);
        }
        weight.setRequiresGradient(true);
      }
    }
  }

  private void predict(NDArray view, int height, int width) {
    try (NDManager pass = manager.newSubManager()) {
      view.attach(pass);
      NDArray p = upsampled(logits(view, false), height, width).softmax(1);
      NDList best = p.topK(1, 1, true, false);
      view.attach(manager);
      best.get(0).getFloat(0, 0, 0, 0);
    }
  }

  // Timing.

  private void time() throws IOException {
    build();
    int batch = number("batch", 3);
    int crop = number("crop", 600);
    int[] view = numbers("view", "1024,512");
    int[] label = numbers("label-size", 2 * view[0] + "," + 2 * view[1]);
    NDArray images = manager.randomNormal(new Shape(batch, 3, crop, crop));
    NDArray labels =
        manager.randomInteger(0, classes, new Shape(batch, crop, crop), DataType.INT64);
    NDArray ignored = manager.randomUniform(0, 1, labels.getShape()).gt(0.2f);
    labels.set(ignored, IGNORED);
    NDArray seen = manager.randomNormal(new Shape(1, 3, view[1], view[0]));
    List<String> timings = new ArrayList<>();
    for (String part : options.getOrDefault("parts", "step,prediction,labelling").split(",")) {
      switch (part) {
        case "step" -> timings.add(timed(part, batch, crop, crop, () -> step(images, labels)));
        case "prediction" ->
            timings.add(timed(part, 1, view[0], view[1], () -> predict(seen, view[1], view[0])));
        case "labelling" ->
            timings.add(timed(part, 1, view[0], view[1], () -> predict(seen, label[1], label[0])));
        default -> {}
      }
    }
    if (options.containsKey("json")) {
      String json =
          "{\"djl\": \"%s\", \"timings\": [%s], \"peak_memory\": %d}"
              .formatted(Engine.getDjlVersion(), String.join(", ", timings), peakMemory());
      Files.writeString(Path.of(options.get("json")), json);
    }
  }

  private void step(NDArray images, NDArray labels) {
    gradients(images, labels);
    update();
  }

  private String timed(String part, int images, int width, int height, Runnable work) {
    int warmUps = number("warm-ups", 2);
    double[] seconds = new double[number("repeats", 5)];
    for (int i = -warmUps; i < seconds.length; i++) {
      long started = System.nanoTime();
      work.run();
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - started) / 1e9;
      }
    }
    Arrays.sort(seconds);
    int n = seconds.length;
    double median = (seconds[(n - 1) / 2] + seconds[n / 2]) / 2;
    System.out.printf("%-12s %d x %dx%d %9.3f s%n", part, images, width, height, median);
    return """
    {"part": "%s", "images": %d, "median": %s, "least": %s, "most": %s}\
    """
        .formatted(part, images, median, seconds[0], seconds[n - 1]);
  }

  private static long peakMemory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM")) {
        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  // Checking.

  private void check(Path file) throws IOException {
    build();
    Map<String, NDArray> written = new HashMap<>();
    try (InputStream in = Files.newInputStream(file)) {
      NDList.decode(manager, in).forEach(each -> written.put(each.getName(), each));
    }
    parameters.replaceAll((name, own) -> padded(written.get(name), own.getShape()));
    float loss = gradients(written.get("images"), written.get("labels"));
    float expected = written.get("loss").getFloat();
    double worst = 0;
    for (Map.Entry<String, NDArray> each : parameters.entrySet()) {
      NDArray theirs = written.get("gradient." + each.getKey());
      NDArray ours = each.getValue().getGradient().get(":" + theirs.getShape().get(0));
      worst = Math.max(worst, norm(ours.sub(theirs)) / norm(theirs));
    }
    System.out.printf("loss %.6f against %.6f%n", loss, expected);
    System.out.printf(
        "gradients of %d weights differ by at most %.2g of their norm%n", parameters.size(), worst);
    if (!(Math.abs(loss - expected) < 1e-4 * expected && worst < 1e-2)) {
      System.err.println("DJL computes something else than tools/bench_pytorch");
      System.exit(1);
    }
  }

  private static double norm(NDArray x) {
    return Math.sqrt(x.square().sum().getFloat());
  }

  private NDArray padded(NDArray theirs, Shape shape) {
    long missing = shape.get(0) - theirs.getShape().get(0);
    if (missing == 0) {
      return theirs;
    }
    long[] rest = theirs.getShape().getShape();
    rest[0] = missing;
    return theirs.concat(manager.zeros(new Shape(rest)), 0);
  }

  private int[] numbers(String name, String otherwise) {
    String text = options.getOrDefault(name, otherwise);
    return Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
  }
}
