package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportCommandTest {
  private static void imported(String model, String... options) {
    List<String> arguments = new ArrayList<>(List.of("import", golden("tiny"), "--classes", "5"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--out", model));
    Terminal.run(arguments.toArray(String[]::new)).succeeded();
  }

  private static final Path GOLDEN = Path.of("src/test/resources/golden/network");

  @TempDir private Path folder;

  @Test
  void aDryRunReportsEveryKeyAndWritesNothing() {
    Terminal terminal =
        Terminal.run(
            "import", golden("tiny_module"), "--classes", "5", "--head", "layer5", "--dry-run");
    assertThat(terminal.succeeded().out())
        .contains(
            "stages [1, 2, 2, 1], width 0.125",
            "Head: layer5, on stage 4; layer6 is left out\n",
            "Taken: 123 tensors",
            "Ignored: 8\n",
            "module.layer6.conv2d_list.3.bias",
            "23 batch counters");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void importAndExportAreTwoCommands() {
    String model = folder.resolve("a/model").toString();
    String names = "road,car,sky,tree,house";
    imported(model, "--head", "sum", "--class-names", names);
    assertThat(folder.resolve("a/model/saved_model.pb")).isRegularFile();
    String file = folder.resolve("b.pth").toString();
    assertThat(Terminal.run("export", model, "--torch", file).succeeded().out()).contains(file);
    assertThat(folder.resolve("b.pth")).isRegularFile();
  }

  @Test
  void thePaletteTravelsInTheModel() throws IOException {
    Path model = folder.resolve("run/saved_model");
    String palette = "#7a5230,#4caf50,#87CEEB,#000001,#000002";
    imported(model.toString(), "--head", "layer6", "--palette", palette);
    Terminal.run("export", model.toString(), "--out", folder.resolve("served").toString())
        .succeeded();
    assertThat(Files.readString(folder.resolve("served/run/1/CARD.md")))
        .contains("| 0 | class 0 | #7a5230 |", "| 2 | class 2 | #87ceeb |");
  }

  @Test
  void wrongPalettesAreRefused() {
    refused(golden("tiny"), "5", "--palette must hold as many", "--palette", "#000000,#ffffff");
    refused(golden("tiny"), "5", "--palette must hold colours", "--palette", "red,#1,#2,#3,#4");
    String twice = "#000001,#000002,#000003,#000004,#000001";
    refused(golden("tiny"), "5", "--palette must hold distinct", "--palette", twice);
  }

  @Test
  void wrongUseIsRefused() {
    refused(golden("tiny"), "19", "19 classes, got 5", "--head", "layer5");
    refused(golden("tiny"), "5", "two heads on stage 4, layer5 and layer6; --head layer5");
    refused(golden("tiny"), "5", "one of them", "--new-head", "--head", "sum");
    refused(golden("tiny"), "1", "2 to 255");
    refused(golden("tiny"), "5", "--class-names must be as many", "--class-names", "a,b");
    refused(golden("tiny"), "5", "names must be distinct", "--class-names", "a,b,c,d,a");
    refused(
        golden("tiny"),
        "5",
        "atrous_rates must be positive",
        "--atrous-rates",
        "0,1,2,3",
        "--head",
        "sum");
    refused(golden("tiny"), "5", "unexpected", "--atrous-rates", "6,12", "--head", "sum");
    refused(folder.resolve("absent.pth").toString(), "5", "found none");
    Terminal.run("import", golden("tiny"), "--classes", "5").refused("--out DIR");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 20_000, 500_000, 1_024_000})
  void truncatedFilesAreRefused(int length) throws IOException {
    byte[] bytes = Files.readAllBytes(GOLDEN.resolve("tiny.pth"));
    refusedBytes(Arrays.copyOf(bytes, length));
  }

  @ParameterizedTest
  @ValueSource(ints = {30_000, 300_000, 900_000})
  void aFlippedBitInTheWeightsIsFound(int at) throws IOException {
    byte[] bytes = Files.readAllBytes(GOLDEN.resolve("tiny.pth"));
    bytes[at] ^= 4;
    refusedBytes(bytes);
  }

  @Test
  void aPickleThatRunsCodeIsRefusedByName() throws IOException {
    byte[] golden = Files.readAllBytes(GOLDEN.resolve("tiny_legacy.pth"));
    String text = new String(golden, StandardCharsets.ISO_8859_1);
    String poisoned = text.replaceFirst("ccollections\nOrderedDict\n", "cos\nsystem\n");
    Path file = folder.resolve("poisoned.pth");
    Files.write(file, poisoned.getBytes(StandardCharsets.ISO_8859_1));
    refused(file.toString(), "5", "os.system");
  }

  private void refusedBytes(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("damaged.pth"), bytes);
    refused(file.toString(), "5", "damaged.pth", "--head", "layer5");
  }

  private void refused(String file, String classes, String word, String... more) {
    Path model = folder.resolve("model");
    String[] arguments = {"import", file, "--classes", classes, "--out", model.toString()};
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    Terminal.run(all).refused(word);
    assertThat(model).doesNotExist();
  }

  private static String golden(String name) {
    return GOLDEN.resolve(name + ".pth").toString();
  }
}
