package org.sourcefree.suite;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.data.ClassSet;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.experiment.Suite;
import org.sourcefree.run.WatchPoint;

/**
 * What a suite has measured so far; the report is made from it.
 *
 * @param suite what was asked for
 * @param classes of every run, in train-id order
 * @param rows in the suite's order
 * @param sweeps in the suite's order
 * @param machine hardware and versions that the runs were made with, a line each
 */
public record SuiteOutcome(
    Suite suite, ClassSet classes, List<Row> rows, List<Sweep> sweeps, List<Fact> machine) {

  /** Copies the lists. */
  public SuiteOutcome {
    rows = List.copyOf(rows);
    sweeps = List.copyOf(sweeps);
    machine = List.copyOf(machine);
  }

  /** The folders of all finished runs. */
  public List<Path> folders() {
    return Stream.concat(
            rows.stream().map(Row::runs),
            sweeps.stream().flatMap(sweep -> sweep.points().stream()).map(SweepPoint::runs))
        .flatMap(List::stream)
        .flatMap(seed -> seed.run().stream())
        .map(Run::folder)
        .distinct()
        .toList();
  }

  /** A named fact, e.g. {@code processor} and its model. */
  public record Fact(String name, String value) {}

  /**
   * A row of the table.
   *
   * @param row name, title and config
   * @param runs one a seed; a row that trains nothing has one run
   * @param sourceFree whether it adapts without source data
   */
  public record Row(Suite.Row row, List<SeedRun> runs, boolean sourceFree) {
    /** Copies the list. */
    public Row {
      runs = List.copyOf(runs);
    }

    /** The finished runs. */
    public List<Run> finished() {
      return runs.stream().flatMap(run -> run.run().stream()).toList();
    }
  }

  /**
   * A run of one seed.
   *
   * @param run empty if it has not finished
   * @param failure why it failed, one line; empty if it did not or was not tried
   */
  public record SeedRun(long seed, Optional<Run> run, Optional<String> failure) {}

  /**
   * A finished run.
   *
   * @param folder the run folder
   * @param after the trained model; of a row that trains nothing the model itself
   * @param curve every step's losses
   * @param watch shares of predicted classes and mean entropy over time
   * @param labels one entry a labelling round
   * @param targetBytes size of the image files adapted to, bytes
   * @param seconds wall time of labelling and training, without evaluations; 0 of a row that trains
   *     nothing
   * @param resumed whether it was interrupted, so that its seconds hold a second start
   * @param panels the same evaluation images for every run
   */
  public record Run(
      Path folder,
      Measurement after,
      List<CurvePoint> curve,
      List<WatchPoint> watch,
      List<LabelRound> labels,
      long targetBytes,
      double seconds,
      boolean resumed,
      List<Panel> panels) {
    /** Copies the lists. */
    public Run {
      curve = List.copyOf(curve);
      watch = List.copyOf(watch);
      labels = List.copyOf(labels);
      panels = List.copyOf(panels);
    }
  }

  /**
   * A step's losses, unweighted, nats.
   *
   * @param step counted from 0
   */
  public record CurvePoint(long step, double learningRate, double total, List<TermValue> terms) {
    /** Copies the list. */
    public CurvePoint {
      terms = List.copyOf(terms);
    }
  }

  /** An objective's term and its value, nats. */
  public record TermValue(String term, double value) {}

  /**
   * The pseudo labels of a round, a class each.
   *
   * @param round counted from 1
   * @param shares pixels with a label, of all pixels predicted as the class, 0 to 1; empty for a
   *     class never predicted
   * @param accuracies labels of the class that are right where the truth is known, 0 to 1; empty
   *     where no pixel can tell
   */
  public record LabelRound(
      int round, List<Optional<Double>> shares, List<Optional<Double>> accuracies) {
    /** Copies the lists. */
    public LabelRound {
      shares = List.copyOf(shares);
      accuracies = List.copyOf(accuracies);
    }
  }

  /**
   * An evaluation image with truth and prediction, files in the run folder.
   *
   * @param image 8-bit RGB PNG at evaluation size
   * @param truth 8-bit train ids, 255 = ignored, of the same size
   * @param prediction 8-bit train ids of the same size
   */
  public record Panel(String name, Path image, Path truth, Path prediction) {}

  /**
   * A figure over one setting.
   *
   * @param sweep what was varied
   * @param points in the sweep's order
   */
  public record Sweep(Suite.Sweep sweep, List<SweepPoint> points) {
    /** Copies the list. */
    public Sweep {
      points = List.copyOf(points);
    }
  }

  /** One value of the setting and the runs made with it, one a seed. */
  public record SweepPoint(double value, List<SeedRun> runs) {
    /** Copies the list. */
    public SweepPoint {
      runs = List.copyOf(runs);
    }
  }
}
