package org.sourcefree;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Compute;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.model.StoredModel;

/** The house's rules: who may import whom, and the form of its files. */
class ArchitectureTest {
  private static final String ROOT = "org.sourcefree";
  private static final Path SOURCES = Path.of("src/main/java");
  private static final int MOST_LINES = 300;
  private static final int MOST_METHOD_LINES = 40;
  private static final int MOST_PACKAGE_LINES = 3000;
  private static final int MEDIAN_LINES = 90;

  /** Packages that may be larger. */
  private static final List<String> LARGE = List.of("scenes", "report");

  /** From low to high: a row imports only rows before it. */
  private static final List<String> ROWS =
      List.of(
          "files",
          "config",
          "graph",
          "distributed",
          "image",
          "data",
          "clustering",
          "patches",
          "scenes",
          "machine",
          "objective",
          "mixing",
          "optimizer",
          "network",
          "torch",
          "savedmodel",
          "pseudolabel",
          "matching",
          "sourcedata",
          "choice",
          "training",
          "model",
          "evaluation",
          "trust",
          "ranking",
          "run",
          "watch",
          "workers",
          "convert",
          "experiment",
          "predict",
          "init",
          "check",
          "bench",
          "serving",
          "api",
          "suite",
          "report",
          "cli");

  /** Rows that know nothing of each other. */
  private static final List<String> STRANGERS = List.of("network", "objective", "optimizer");

  /** The only rows that may import a library. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "org.tensorflow..",
              without(
                  "files",
                  "config",
                  "clustering",
                  "patches",
                  "matching",
                  "choice",
                  "init",
                  "api",
                  "report",
                  "cli"),
          "com.drew..", List.of("image"),
          "com.fasterxml.jackson.databind..", List.of("config"),
          "com.fasterxml.jackson.core..", List.of("config", "torch"),
          "org.yaml.snakeyaml..", List.of("config"),
          "org.knowm.xchart..", List.of("report"),
          "org.commonmark..", List.of("report"),
          "org.apache.commons.csv..", List.of("report"),
          "j2html..", List.of("report"),
          "picocli..", List.of("cli"));

  /** Circles of files that still exist, each with its package. */
  private static final List<String> KNOWN_CIRCLES = List.of();

  /** Methods that are still longer than others may be. */
  private static final List<String> KNOWN_LONG_METHODS = List.of();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void aLowerRowNeverImportsAHigherOne() {
    for (int i = 0; i < ROWS.size() - 1; i++) {
      forbid(ROWS.subList(i, i + 1), ROWS.subList(i + 1, ROWS.size()));
    }
  }

  @Test
  void strangersDoNotKnowEachOther() {
    for (String row : STRANGERS) {
      forbid(List.of(row), STRANGERS.stream().filter(other -> !other.equals(row)).toList());
    }
  }

  @Test
  void theRootImportsNoRow() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(ROWS))
        .check(CLASSES);
  }

  @Test
  void thereAreNoCycles() {
    slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void noFilesOfAPackageFormACircle() {
    assertThat(FileCircles.of(CLASSES)).containsExactlyInAnyOrderElementsOf(KNOWN_CIRCLES);
  }

  @Test
  void librariesStayInTheirRows() {
    LIBRARIES.forEach(
        (library, rows) ->
            noClasses()
                .that()
                .resideOutsideOfPackages(packages(rows))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(CLASSES));
  }

  /** Every other way to a session with a file's weights goes through trust, which looks first. */
  @Test
  void onlyTrustComputesWithAModelThatWasRead() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages(List.of("model", "trust")))
        .should()
        .callMethod(StoredModel.class, "named", PretrainedModel.class)
        .orShould()
        .callMethod(StoredModel.Weighted.class, "session", Compute.class)
        .check(CLASSES);
  }

  @Test
  void everyPackageHasItsRow() {
    assertThat(CLASSES.getPackage(ROOT).getSubpackages())
        .extracting(JavaPackage::getRelativeName)
        .isSubsetOf(ROWS);
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    for (Path source : sources()) {
      Path info = source.resolveSibling("package-info.java");
      assertThat(info).exists().content().contains("@NullMarked\npackage ");
    }
  }

  @Test
  void noTwoFilesHaveTheSameName() throws IOException {
    assertThat(sources())
        .extracting(source -> source.getFileName().toString())
        .filteredOn(name -> !name.equals("package-info.java"))
        .doesNotHaveDuplicates();
  }

  @Test
  void filesStayShort() throws IOException {
    for (Path source : sources()) {
      assertThat(Files.readAllLines(source))
          .as(source.toString())
          .hasSizeLessThanOrEqualTo(MOST_LINES);
    }
  }

  @Test
  void methodsStayShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources()) {
      String file = source.getFileName().toString().replace(".java", "");
      MethodLines.of(Files.readString(source)).stream()
          .filter(method -> method.lines() > MOST_METHOD_LINES)
          .forEach(method -> tooLong.add(file + "." + method.name()));
    }
    assertThat(tooLong).containsExactlyInAnyOrderElementsOf(KNOWN_LONG_METHODS);
  }

  @Test
  void packagesStaySmall() throws IOException {
    Map<String, Integer> lines = new TreeMap<>();
    for (Path source : sources()) {
      String folder = SOURCES.relativize(source.getParent()).toString();
      lines.merge(folder, Files.readAllLines(source).size(), Integer::sum);
    }
    LARGE.forEach(row -> lines.remove("org/sourcefree/" + row));
    assertThat(lines).allSatisfy((folder, sum) -> assertThat(sum).isLessThan(MOST_PACKAGE_LINES));
  }

  @Test
  void mostFilesFitOnAScreenOrTwo() throws IOException {
    List<Integer> lines = new ArrayList<>();
    for (Path source : sources()) {
      lines.add(Files.readAllLines(source).size());
    }
    assertThat(lines.stream().sorted().toList().get(lines.size() / 2)).isLessThan(MEDIAN_LINES);
  }

  private static void forbid(List<String> from, List<String> to) {
    noClasses()
        .that()
        .resideInAnyPackage(packages(from))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(to))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static String[] packages(List<String> rows) {
    return rows.stream().map(row -> ROOT + "." + row + "..").toArray(String[]::new);
  }

  private static List<String> without(String... rows) {
    return ROWS.stream().filter(row -> !List.of(rows).contains(row)).toList();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
