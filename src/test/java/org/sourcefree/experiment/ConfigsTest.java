package org.sourcefree.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.Cityscapes;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Gta5;
import org.sourcefree.data.Split;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.data.StreetScenes;
import org.sourcefree.data.Synthia;
import org.sourcefree.data.view.Crop;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.Use;

/** The shipped configs are complete, lead to what is shipped, and compare methods fairly. */
class ConfigsTest {
  private static final Path CONFIGS = Path.of("configs");
  private static final Path MODELS = Path.of("models");

  /** What the configs of other papers' systems begin with. */
  private static final List<String> OTHER_SYSTEMS =
      List.of(
          "ldbe",
          "ubna",
          "dtst",
          "cbst",
          "crst",
          "ccm",
          "adaptseg",
          "advent",
          "source_cross_entropy",
          "minent",
          "clan",
          "dpr_patches",
          "information_bottleneck",
          "intrada",
          "dast");

  /** What begins with another config's result. */
  private static final List<String> SECOND_STAGES =
      List.of("ldbe.yaml", "ldbe_reference.yaml", "dast.yaml");

  /** Of the training split. */
  private static final long CITYSCAPES_IMAGES = 2975;

  @Test
  void thereAreConfigs() throws IOException {
    assertThat(configs()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("configs")
  void everyConfigCanBeRead(Path file) {
    assertThat(read(file).output()).isRelative();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void theMethodsOfATaskDifferOnlyInObjectivePseudoLabelsAndOutput(Path task) throws IOException {
    List<Adaptation> methods = adaptations(task, ConfigsTest::isRow);
    for (Adaptation method : methods) {
      assertThat(sameMethod(method, methods.get(0))).isEqualTo(methods.get(0));
    }
    assertThat(adaptations(task, file -> true))
        .extracting(Adaptation::output)
        .doesNotHaveDuplicates();
  }

  /** Other papers' systems, each with settings of its own, are measured on the same as LD. */
  @ParameterizedTest
  @MethodSource("tasks")
  void otherSystemsShareImagesEvaluationAndSeed(Path task) throws IOException {
    Adaptation ld = adaptations(task, ConfigsTest::isRow).get(0);
    for (Path file : children(task).stream().filter(ConfigsTest::isOtherSystem).toList()) {
      Adaptation system = (Adaptation) read(file);
      assertThat(system.seed()).isEqualTo(ld.seed());
      assertThat(system.data().target()).isEqualTo(ld.data().target());
      assertThat(system.data().evaluation()).isEqualTo(ld.data().evaluation());
      assertThat(system.data().evaluationView()).isEqualTo(ld.data().evaluationView());
      boolean secondStage = SECOND_STAGES.contains(file.getFileName().toString());
      assertThat(system.model().savedModel().equals(ld.model().savedModel()))
          .as(file.toString())
          .isNotEqualTo(secondStage);
    }
  }

  private static Crop crop(Adaptation config) {
    return (Crop) config.data().trainingView();
  }

  /** The authors' code also scales, normalises and steps otherwise than the paper says. */
  @ParameterizedTest
  @MethodSource("tasks")
  void theAuthorsVariantsShareSeedModelImagesOptimizerAndRounds(Path task) throws IOException {
    for (Adaptation variant : adaptations(task, ConfigsTest::isReference)) {
      Adaptation paper = adaptations(task, ConfigsTest::isRow).get(0);
      AdaptationData data =
          new AdaptationData(
              variant.data().target(),
              variant.data().evaluation(),
              new Crop(crop(variant).shortSide(), crop(paper).scale(), crop(variant).crop()),
              variant.data().evaluationView(),
              paper.data().cache());
      Adaptation likePaper =
          new Adaptation(
              variant.seed(),
              paper.output(),
              variant.model(),
              data,
              paper.batchNorm(),
              paper.pseudoLabels(),
              paper.teacher(),
              paper.mixing(),
              paper.heads(),
              paper.discriminators(),
              paper.objective(),
              carrying(variant.optimizer()),
              paper.schedule(),
              variant.training(),
              paper.device(),
              paper.precision());
      assertThat(likePaper).isEqualTo(paper);
      assertThat(variant.optimizer().newEachRound()).as("%s", task).hasValue(true);
    }
  }

  private static Sgd carrying(Sgd sgd) {
    return new Sgd(
        sgd.momentum(),
        sgd.weightDecay(),
        sgd.headMultiplier(),
        sgd.gradientNormLimit(),
        Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void whatAConfigOfGeneratedDataNeedsIsShipped(Path file) {
    if (read(file) instanceof Adaptation adaptation) {
      requireScenes(adaptation.data().target());
      adaptation.data().evaluation().ifPresent(ConfigsTest::requireScenes);
      adaptation.data().source().ifPresent(ConfigsTest::requireScenes);
      boolean secondStage = adaptation.model().savedModel().startsWith("runs");
      if (adaptation.data().target() instanceof StreetScenes && !secondStage) {
        assertThat(adaptation.model().savedModel()).startsWith(MODELS);
        new Models().open(adaptation.model(), Use.TRAINING);
      }
    } else if (read(file) instanceof Pretraining pretraining) {
      requireScenes(pretraining.data().source());
      pretraining.data().evaluation().ifPresent(ConfigsTest::requireScenes);
    }
  }

  /** Neither images nor models of real data are shipped; what the files say must fit together. */
  @ParameterizedTest
  @CsvSource({"gta5_to_cityscapes, CITYSCAPES_19", "synthia_to_cityscapes, SYNTHIA_16"})
  void theConfigsOfARealTaskFitTogether(String name, StandardClasses classes) throws IOException {
    Path task = CONFIGS.resolve(name);
    Pretraining pretraining = (Pretraining) read(task.resolve("source_only.yaml"));
    boolean gta5 = name.startsWith("gta5");
    assertThat(pretraining.data().source()).isInstanceOf(gta5 ? Gta5.class : Synthia.class);
    assertThat(pretraining.model().classes()).hasValue(classes);
    List<Adaptation> methods = adaptations(task, file -> !isOtherSystem(file));
    assertThat(methods).hasSizeGreaterThan(8);
    for (Adaptation method : methods) {
      assertThat(method.model().savedModel())
          .isEqualTo(MODELS.resolve(name.substring(0, name.indexOf('_')) + "_source/saved_model"));
      assertThat(method.model().classes()).hasValue(classes);
      assertThat(method.model().network()).hasValue(pretraining.model().network());
      assertThat(method.data().target()).isEqualTo(cityscapes(Split.TRAIN));
      assertThat(method.data().evaluation()).hasValue(cityscapes(Split.VAL));
      assertThat(method.data().evaluationView()).isEqualTo(pretraining.data().evaluationView());
      assertThat(method.training().stepsPerRound())
          .isEqualTo(CITYSCAPES_IMAGES / method.training().batchSize());
    }
  }

  private static Dataset cityscapes(Split split) {
    return new Cityscapes(Path.of("data/cityscapes"), split);
  }

  @Test
  void everyShippedModelAgreesWithTheConfigItWasTrainedFrom() throws IOException {
    for (Path model : folders(MODELS)) {
      assertThat(model.resolve("saved_model/variables/variables.index")).isRegularFile();
      assertThat(read(model.resolve("experiment.yaml"))).isInstanceOf(Pretraining.class);
      Pretraining pretraining = (Pretraining) read(model.resolve("experiment.yaml"));
      new Models().open(pretraining.model().savedIn(model.resolve("saved_model")), Use.TRAINING);
    }
  }

  private static void requireScenes(Dataset dataset) {
    if (dataset instanceof StreetScenes scenes) {
      assertThat(read(scenes.scenes())).isInstanceOf(Generation.class);
      assertThat(read(scenes.scenes()).output()).isEqualTo(scenes.root());
    }
  }

  private static Adaptation sameMethod(Adaptation method, Adaptation other) {
    return new Adaptation(
        method.seed(),
        other.output(),
        method.model(),
        method.data(),
        method.batchNorm(),
        other.pseudoLabels(),
        other.teacher(),
        other.mixing(),
        other.heads(),
        other.discriminators(),
        other.objective(),
        method.optimizer(),
        method.schedule(),
        method.training(),
        method.device(),
        method.precision());
  }

  /** The paper's rows; adapt.yaml is what the README shows first, and no row of a table. */
  private static boolean isRow(Path file) {
    return !isReference(file) && !isOtherSystem(file) && !file.endsWith("adapt.yaml");
  }

  /** Whether a config reproduces the paper's authors' code rather than the paper. */
  private static boolean isReference(Path file) {
    return file.toString().endsWith("_reference.yaml") && !isOtherSystem(file);
  }

  /** Whether it is another paper's system. */
  private static boolean isOtherSystem(Path file) {
    return OTHER_SYSTEMS.stream().anyMatch(file.getFileName().toString()::startsWith);
  }

  private static List<Adaptation> adaptations(Path task, Predicate<Path> which) throws IOException {
    return children(task).stream()
        .filter(file -> file.toString().endsWith(".yaml"))
        .filter(which)
        .map(ConfigsTest::read)
        .filter(Adaptation.class::isInstance)
        .map(Adaptation.class::cast)
        .toList();
  }

  private static Experiment read(Path file) {
    return ConfigReader.read(file, List.of(), Experiment.class);
  }

  static List<Path> configs() throws IOException {
    try (Stream<Path> files = Files.walk(CONFIGS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static List<Path> tasks() throws IOException {
    return folders(CONFIGS);
  }

  private static List<Path> folders(Path folder) throws IOException {
    return children(folder).stream().filter(Files::isDirectory).toList();
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }
}
