package org.sourcefree.report.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.experiment.Suite;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.run.WatchPoint;
import org.sourcefree.suite.SuiteOutcome;
import org.sourcefree.suite.SuiteOutcome.CurvePoint;
import org.sourcefree.suite.SuiteOutcome.Fact;
import org.sourcefree.suite.SuiteOutcome.LabelRound;
import org.sourcefree.suite.SuiteOutcome.Panel;
import org.sourcefree.suite.SuiteOutcome.Run;
import org.sourcefree.suite.SuiteOutcome.SeedRun;
import org.sourcefree.suite.SuiteOutcome.SweepPoint;
import org.sourcefree.suite.SuiteOutcome.TermValue;

/**
 * A made-up outcome: the SYNTHIA task with two seeds, a failed row, a class that is absent (bus), a
 * class that collapses (rider, in EntMin) and a sweep. Class c of a row has IoU base + c.
 */
final class SampleSuite {
  static final ClassSet CLASSES = StandardClasses.SYNTHIA_16.set();
  static final String ABSENT = "bus";
  static final int WIDTH = 96;
  static final int HEIGHT = 48;
  private static final int STEPS = 60;

  private final Path runs;

  /** Puts the runs' pictures under the folder. */
  SampleSuite(Path runs) {
    this.runs = runs;
  }

  SuiteOutcome outcome() {
    List<SuiteOutcome.Row> rows = new ArrayList<>();
    rows.add(untrained("source_only", "Source only", 30));
    rows.add(untrained("target_statistics", "Target statistics", 45));
    rows.add(trained("entmin", "EntMin", 21, 23));
    rows.add(trained("pseudo", "Pseudo", 42, 43));
    rows.add(failed("shot", "SHOT", "loss is NaN at step 17 | see <log>"));
    rows.add(trained("ld_without_neg", "LD w/o L_neg", 38, 39));
    rows.add(halfDone("ld_without_pos", "LD w/o L_pos", 44));
    rows.add(trained("ld", "LD", 46, 48));
    Suite suite = suite(rows.stream().map(SuiteOutcome.Row::row).toList());
    return new SuiteOutcome(
        suite,
        CLASSES,
        rows,
        List.of(sweep(suite.sweeps().get(0))),
        List.of(new Fact("processor", "Test CPU, 2 cores"), new Fact("Java", "17")));
  }

  private static Suite suite(List<Suite.Row> rows) {
    Suite.Sweep sweep =
        new Suite.Sweep(
            "lambda_ent",
            "λ_ent",
            Path.of("ld.yaml"),
            List.of(),
            "objective.1.weight",
            List.of(0.0, 0.5, 1.0),
            List.of(1L, 2L));
    return new Suite(
        "Made-up scenes, 16 classes",
        Path.of("runs/suite"),
        Optional.of(Suite.Published.TABLE_2),
        new Suite.Reference(60, "2 cores"),
        Optional.of(List.of("LD is made up.")),
        List.of(1L, 2L),
        List.of(
            new Suite.Mean("mIoU16", List.of()),
            new Suite.Mean("mIoU13*", List.of("wall", "fence", "pole"))),
        rows,
        List.of(sweep));
  }

  private static Suite.Row row(String name, String title) {
    return new Suite.Row(name, title, Path.of(name + ".yaml"), Optional.empty(), Optional.empty());
  }

  /** A row that takes no steps. */
  SuiteOutcome.Row untrained(String name, String title, double base) {
    Run run =
        new Run(
            runs,
            measurement(base),
            List.of(),
            List.of(),
            List.of(),
            12_345_678,
            0,
            false,
            panels(name, base));
    return new SuiteOutcome.Row(row(name, title), List.of(finished(1, run)), true);
  }

  private SuiteOutcome.Row trained(String name, String title, double first, double second) {
    return new SuiteOutcome.Row(
        row(name, title),
        List.of(
            finished(1, run(name, first, 1, title.equals("EntMin"))),
            finished(2, run(name, second, 2, title.equals("EntMin")))),
        true);
  }

  private SuiteOutcome.Row halfDone(String name, String title, double base) {
    return new SuiteOutcome.Row(
        row(name, title),
        List.of(
            finished(1, run(name, base, 1, false)),
            new SeedRun(2, Optional.empty(), Optional.empty())),
        true);
  }

  private static SuiteOutcome.Row failed(String name, String title, String reason) {
    return new SuiteOutcome.Row(
        row(name, title),
        List.of(
            new SeedRun(1, Optional.empty(), Optional.of(reason)),
            new SeedRun(2, Optional.empty(), Optional.of(reason))),
        true);
  }

  private SuiteOutcome.Sweep sweep(Suite.Sweep sweep) {
    return new SuiteOutcome.Sweep(
        sweep,
        List.of(
            point(sweep, 0, finished(1, run("s0", 38, 1, false))),
            point(sweep, 1, new SeedRun(1, Optional.empty(), Optional.of("out of memory"))),
            point(
                sweep,
                2,
                finished(1, run("s2", 46, 1, false)),
                finished(2, run("s2", 48, 2, false)))));
  }

  private static SweepPoint point(Suite.Sweep sweep, int index, SeedRun... runs) {
    return new SweepPoint(sweep.values().get(index), List.of(runs));
  }

  private static SeedRun finished(long seed, Run run) {
    return new SeedRun(seed, Optional.of(run), Optional.empty());
  }

  private Run run(String name, double base, long seed, boolean collapses) {
    return new Run(
        runs,
        measurement(base),
        curve(seed, name.equals("ld")),
        watch(seed, collapses),
        name.equals("entmin") ? List.of() : List.of(labels(1), labels(2)),
        12_345_678,
        10 + seed,
        seed == 2,
        panels(name, base));
  }

  /** IoU base + c; counts that fall off from the diagonal and with the rank. */
  private static Measurement measurement(double base) {
    Map<String, Double> iou = new LinkedHashMap<>();
    List<List<Long>> confusion = new ArrayList<>();
    for (int c = 0; c < CLASSES.size(); c++) {
      boolean absent = CLASSES.names().get(c).equals(ABSENT);
      if (!absent) {
        iou.put(CLASSES.names().get(c), base + c);
      }
      List<Long> row = new ArrayList<>();
      for (int p = 0; p < CLASSES.size(); p++) {
        double share = c == p ? base : (100 - base) / (4.0 * Math.abs(c - p));
        row.add(absent ? 0 : Math.round(1000 * share));
      }
      confusion.add(row);
    }
    double mean = iou.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    List<Long> ranks =
        IntStream.range(0, CLASSES.size())
            .mapToObj(rank -> Math.round(1e6 * Math.exp(-rank * base / 40)))
            .toList();
    return new Measurement(new Scores(mean, iou), confusion, ranks);
  }

  private static List<CurvePoint> curve(long seed, boolean three) {
    List<CurvePoint> curve = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      double fall = Math.exp(-step / 30.0) + 0.05 * Math.sin(7.0 * step * seed);
      List<TermValue> terms = new ArrayList<>();
      terms.add(new TermValue("entropy", fall));
      if (three) {
        terms.add(new TermValue("cross_entropy", 0.5 * fall));
        terms.add(new TermValue("negative_learning", 0.01 * fall));
      }
      double total = terms.stream().mapToDouble(TermValue::value).sum();
      curve.add(new CurvePoint(step, 1e-4, total, terms));
    }
    return curve;
  }

  private static List<WatchPoint> watch(long seed, boolean collapses) {
    List<WatchPoint> points = new ArrayList<>();
    int rider = CLASSES.trainId("rider").orElseThrow();
    for (int step = 0; step <= STEPS; step += 10) {
      Double[] shares = new Double[CLASSES.size()];
      for (int c = 0; c < shares.length; c++) {
        shares[c] = 0.3 / (1 + c);
      }
      double end = collapses ? 0.0002 * seed : 0.006;
      shares[rider] = 0.008 * Math.pow(end / 0.008, step / (double) STEPS);
      points.add(new WatchPoint(step, 0.6 * Math.exp(-step / 40.0), Arrays.asList(shares)));
    }
    return points;
  }

  private static LabelRound labels(int round) {
    List<Optional<Double>> shares = new ArrayList<>();
    List<Optional<Double>> accuracies = new ArrayList<>();
    for (int c = 0; c < CLASSES.size(); c++) {
      boolean absent = CLASSES.names().get(c).equals(ABSENT);
      shares.add(absent ? Optional.empty() : Optional.of(0.2));
      accuracies.add(absent ? Optional.empty() : Optional.of(0.6 + 0.1 * round));
    }
    return new LabelRound(round, shares, accuracies);
  }

  /** Stripes of classes; a better row is wrong on fewer columns. */
  private List<Panel> panels(String name, double base) {
    List<Panel> panels = new ArrayList<>();
    for (int image = 0; image < 2; image++) {
      byte[] pixels = new byte[3 * WIDTH * HEIGHT];
      byte[] truth = new byte[WIDTH * HEIGHT];
      byte[] prediction = new byte[WIDTH * HEIGHT];
      for (int i = 0; i < truth.length; i++) {
        int x = i % WIDTH;
        truth[i] = (byte) (i / WIDTH < 4 ? 255 : (x / 6 + image) % CLASSES.size());
        prediction[i] = (byte) (x / 6 * 6 + base / 8 > x ? (x / 6 + image) % CLASSES.size() : 0);
        Arrays.fill(pixels, 3 * i, 3 * i + 3, (byte) (2 * x + image));
      }
      panels.add(panel("%s_%d".formatted(name, image), pixels, truth, prediction));
    }
    return panels;
  }

  private Panel panel(String name, byte[] pixels, byte[] truth, byte[] prediction) {
    Path image = runs.resolve(name + "_image.png");
    Path labels = runs.resolve(name + "_truth.png");
    Path predicted = runs.resolve(name + "_prediction.png");
    try {
      Files.createDirectories(runs);
      PngWriter.writeRgb(image, new RgbImage(WIDTH, HEIGHT, pixels));
      PngWriter.writeGrey(labels, new LabelMap(WIDTH, HEIGHT, truth));
      PngWriter.writeGrey(predicted, new LabelMap(WIDTH, HEIGHT, prediction));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Panel(name, image, labels, predicted);
  }
}
