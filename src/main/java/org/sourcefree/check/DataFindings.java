package org.sourcefree.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.data.StreetScenes;
import org.sourcefree.experiment.GenerationRun;
import org.sourcefree.scenes.ScenePair;
import org.sourcefree.scenes.SceneSet;

/**
 * What is wrong with a dataset for what it is used for.
 *
 * @param images how many there are, or will be once they are generated; 0 if that cannot be known
 * @param pixels of all of them; 0 if that cannot be known
 */
record DataFindings(List<Finding> findings, long images, long pixels) {
  private static final int DECODED = 200;
  private static final int LISTED = 20;

  /** Reads the header of every file, and all of up to 200 images and labels. Writes nothing. */
  static DataFindings of(DataUse use, Progress progress) {
    List<Finding> findings = new ArrayList<>();
    String role = "data." + String.join(" and data.", use.roles());
    try {
      Optional<ScenePair> missing = GenerationRun.missing(use.dataset());
      if (missing.isPresent()) {
        findings.add(Finding.note("%s: generated when the run starts", role));
        long images = count(missing.get(), (StreetScenes) use.dataset());
        return new DataFindings(
            findings, images, images * missing.get().width() * missing.get().height());
      }
      DatasetReport report = new DatasetCheck(use, DECODED).run(progress);
      add(report, role, findings);
      return new DataFindings(
          findings, report.images(), report.sizes().stream().mapToLong(DataFindings::pixels).sum());
    } catch (InvalidInputException e) {
      findings.add(Finding.error(e).of(role));
      return new DataFindings(findings, 0, 0);
    }
  }

  private static long count(ScenePair scenes, StreetScenes dataset) {
    return scenes.count(SceneSet.valueOf(dataset.domain() + "_" + dataset.split()));
  }

  private static long pixels(DatasetReport.SizeCount size) {
    return size.images() * size.width() * size.height();
  }

  private static void add(DatasetReport report, String role, List<Finding> findings) {
    report.faults().stream()
        .limit(LISTED)
        .forEach(fault -> findings.add(Finding.error(fault.line()).of(role)));
    if (report.faults().size() > LISTED) {
      String more = "and %d more; check-data names each".formatted(report.faults().size() - LISTED);
      findings.add(Finding.error(more).of(role));
    }
    report.labels().ifPresent(labels -> add(labels, report, role, findings));
    if (report.images() > DECODED) {
      findings.add(
          Finding.note(
              "%s: %d of %d files were decoded, of the others the headers were read; check-data decodes all",
              role, DECODED, report.images()));
    }
  }

  private static void add(
      LabelReport labels, DatasetReport report, String role, List<Finding> findings) {
    List<String> absent =
        labels.classes().stream()
            .filter(one -> one.pixels() == 0)
            .map(LabelReport.ClassCount::name)
            .toList();
    boolean all = labels.files() == report.images();
    if (labels.files() > 0 && absent.size() == labels.classes().size()) {
      String sentence = "no pixel of the labels is of one of the classes";
      findings.add(
          (all ? Finding.error(sentence) : Finding.warning("%s", sentence + " that were decoded"))
              .of(role));
    } else if (labels.files() > 0 && !absent.isEmpty()) {
      findings.add(
          Finding.note(
              "%s: no label%s holds %s",
              role, all ? "" : " that was decoded", String.join(", ", absent)));
    }
  }
}
