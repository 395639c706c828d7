package org.sourcefree.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.testing.Npy;
import org.sourcefree.torch.StateDictWriter.Tensor;
import org.sourcefree.torch.TensorFile.Entry;

class TensorFileTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/network");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "tiny_legacy", "tiny_module", "tiny_wrapped"})
  void everyTensorOfTheGoldenCheckpointsIsReadExactly(String name) {
    try (TensorFile file = TensorFiles.open(GOLDEN.resolve(name + ".pth"))) {
      int compared = 0;
      for (Entry entry : file.entries()) {
        String key = entry.name().replaceFirst("^module\\.", "");
        if (entry.type().equals("float32") && !key.startsWith("layer6.")) {
          Npy expected = Npy.read("golden/network/weights/" + key + ".npy");
          assertThat(file.read(entry)).as(key).isEqualTo(expected.floats());
          assertThat(entry.shape().stream().mapToLong(Long::longValue).toArray())
              .as(key)
              .isEqualTo(expected.shape());
          compared++;
        }
      }
      assertThat(compared).isEqualTo(123);
    }
  }

  @Test
  void whatTheWriterWroteIsReadBackInItsOrder() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("z", Tensor.floats(List.of(2L, 1L, 3L), new float[] {1, -2, 3e-38f, 4, 5, 6}));
    tensors.put("a", Tensor.zero());
    Path file = folder.resolve("x.pth");
    StateDictWriter.write(file, tensors);
    try (TensorFile read = TensorFiles.open(file)) {
      assertThat(read.entries())
          .containsExactly(
              new Entry("z", "float32", List.of(2L, 1L, 3L)), new Entry("a", "int64", List.of()));
      assertThat(read.read(read.entries().get(0))).containsExactly(1, -2, 3e-38f, 4, 5, 6);
      assertThat(read.read(read.entries().get(1))).containsExactly(0);
    }
  }

  @Test
  void theSameTensorsGiveTheSameBytes() throws IOException {
    Map<String, Tensor> tensors = Map.of("a", Tensor.floats(List.of(1L), new float[] {7}));
    StateDictWriter.write(folder.resolve("a.pth"), tensors);
    StateDictWriter.write(folder.resolve("b.pth"), tensors);
    assertThat(folder.resolve("a.pth")).hasSameBinaryContentAs(folder.resolve("b.pth"));
  }

  @Test
  void safetensorsOfEveryFloatTypeAreRead() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(4 + 8 + 2 + 2).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(0.1f).putDouble(-2.5).putShort((short) 0x3E00).putShort((short) 0xC020);
    Path file =
        safetensors(
            """
            {"__metadata__": {"format": "pt"},
             "single": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
             "double": {"dtype": "F64", "shape": [1, 1], "data_offsets": [4, 12]},
             "half": {"dtype": "F16", "shape": [], "data_offsets": [12, 14]},
             "brain": {"dtype": "BF16", "shape": [1], "data_offsets": [14, 16]}}""",
            data.array());
    try (TensorFile read = TensorFiles.open(file)) {
      assertThat(read.entries()).extracting(Entry::type).contains("bfloat16", "float64");
      assertThat(read.entries().stream().map(entry -> read.read(entry)[0]))
          .containsExactly(0.1f, -2.5f, 1.5f, -2.5f);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 8]}}",
        "{\"a\": {\"dtype\": \"F33\", \"shape\": [1], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [-1], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [99999999999999999999], \"data_offsets\": [0, 4]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [4611686018427387904, 4], \"data_offsets\": [0, 0]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}, \"a\": {}}",
        "{\"a\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
        "{}",
        "{"
      })
  void brokenSafetensorsAreRefused(String header) throws IOException {
    refused(safetensors(header, new byte[4]));
  }

  @Test
  void picklesThatNameAnythingElseAreRefusedByName() throws IOException {
    for (String name :
        List.of("os\nsystem", "builtins\neval", "torch\nTensor", "torch.nn\nLinear")) {
      String pickle = "\u0080\u0002c" + name + "\nX\u0002\0\0\0ls\u0085R.";
      refused(legacy(pickle), name.replace('\n', '.'));
    }
    String stacked = "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.";
    refused(legacy(stacked), "os.system");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // numpy.float64(0), of a dtype and bytes
        "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(X\u0002\0\0\0f8K\0K\u0001tR(K\u0003X\u0001\0\0\0<NNNK\0tbc_codecs\nencode\n(X\u0001\0\0\0aX\u0006\0\0\0latin1tRtR",
        // numpy.ndarray
        "cnumpy._core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\u0085X\u0001\0\0\0btR(K\u0001K\u0001\u0085NNX\u0001\0\0\0atb",
        // argparse.Namespace(lr=1)
        "cargparse\nNamespace\n)\u0081}X\u0002\0\0\0lrK\u0001sb",
        // defaultdict(int, {a: 1})
        "ccollections\ndefaultdict\nc__builtin__\nint\n\u0085RX\u0001\0\0\0aK\u0001s",
      })
  void whatStandsBesideTheWeightsIsSkipped(String object) {
    String pickle = "\u0080\u0002}(X\u0004\0\0\0best" + object + "X\u0001\0\0\0nK\u0007u.";
    byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
    Object read = TensorPickle.load(new PickleInput(bytes), new LinkedHashMap<>());
    assertThat(read).asInstanceOf(MAP).containsOnlyKeys("best", "n").containsEntry("n", 7);
  }

  @Test
  void whatIsSkippedIsNamed() {
    String scalar = "cnumpy.core.multiarray\nscalar\n)R";
    String options = "cargparse\nNamespace\n)\u0081}b";
    String tensor =
        "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\0aX\u0003\0\0\0cpuK\u0001tQK\0K\u0001\u0085K\u0001\u0085tR";
    String pickle =
        "\u0080\u0002}(%s}(%s%s%s%su%s%s%s]%sau."
            .formatted(
                text("model"),
                text("w"),
                tensor,
                text("b\u001b"),
                scalar,
                text("args"),
                options,
                text("seeds"),
                scalar);
    byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
    StateDictPickle read =
        StateDictPickle.in(TensorPickle.load(new PickleInput(bytes), new LinkedHashMap<>()));
    assertThat(read.tensors()).containsOnlyKeys("w");
    assertThat(read.skipped())
        .containsExactly(
            "args (argparse.Namespace)",
            "model.b? (numpy.core.multiarray.scalar)",
            "seeds.0 (numpy.core.multiarray.scalar)");
  }

  private static String text(String text) {
    return "X" + (char) text.length() + "\0\0\0" + text;
  }

  @Test
  void ofManySkippedObjectsFiftyAreNamed() {
    String pickle = "\u0080\u0002](" + "cargparse\nNamespace\n)R".repeat(70) + "e.";
    byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(UnreadObjects.in(TensorPickle.load(new PickleInput(bytes), new LinkedHashMap<>())))
        .hasSize(51)
        .startsWith("0 (argparse.Namespace)")
        .endsWith("and 20 more");
  }

  @Test
  void skippedObjectsRunNothing() throws IOException {
    refused(legacy("\u0080\u0002c_codecs\ndecode\n)R."), "_codecs.decode");
    refused(legacy("\u0080\u0002ccollections\nOrderedDict\n)\u0081."), "an object");
    refused(legacy("\u0080\u0002cargparse\nNamespace\n)\u0081."), "state dict");
  }

  @Test
  void dangerousAndMonstrousPicklesAreRefused() throws IOException {
    refused(legacy("\u0080\u0002(i__main__\nX\n."), "operation 0x69");
    refused(legacy("\u0080\u0002X\u00ff\u00ff\u00ff\u007f."), "truncated");
    refused(legacy("\u0080\u0002\u008a\u00ff1."), "truncated");
    refused(legacy("\u0080\u0002Vtext\n."), "operation 0x56");
    refused(legacy("\u0080\u0002" + ")" + "\u0085".repeat(20_000) + "."), "state dict");
    refused(legacy("\u0080\u0002}" + "]".repeat(9) + "a".repeat(8) + "K\u0001s."), "keys");
    refused(legacy("\u0080\u0002" + "}0".repeat(2_000_001) + "."), "0x30");
    refused(legacy("\u0080\u0002" + "N\u0085".repeat(2_000_001) + "."), "10000 values");
    refused(legacy("\u0080\u0002" + "\u0085".repeat(9) + "."), "damaged");
    refused(legacy("\u0080\u0002N" + "\u0085".repeat(2_000_001) + "."), "2 million");
  }

  @Test
  void whatIsNoCheckpointIsRefused() throws IOException {
    for (String content :
        List.of("", "PK\u0003\u0004", "a text that is long enough", "\u0080\u0002")) {
      refused(write(content.getBytes(StandardCharsets.ISO_8859_1)));
    }
    refused(folder.resolve("absent.pth"), "found none");
    refused(folder, "must be a file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html><head><title>Google Drive - Quota exceeded</title>",
        "\u00ef\u00bb\u00bf\r\n  <HTML><body>404",
        "<html>\n {\n</html>",
        "<!-- made by a portal -->\n<html>",
        "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>"
      })
  void aWebPageIsCalledOne(String page) throws IOException {
    refused(write(page.getBytes(StandardCharsets.ISO_8859_1)), "found a web page");
  }

  @Test
  void aGitLfsPointerIsCalledOne() throws IOException {
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 178423168\n";
    refused(write(pointer.getBytes(StandardCharsets.ISO_8859_1)), "found a Git LFS pointer");
  }

  /** A limit that is looked at only after all of them took minutes. */
  @Test
  @Timeout(60)
  void millionsOfDimensionsAreRefused() throws IOException {
    String shape = "1,".repeat(2_000_000) + "1";
    refused(
        safetensors(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,4]}}".formatted(shape),
            new byte[4]));
  }

  private Path safetensors(String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    return write(bytes.putLong(text.length).put(text).put(data).array());
  }

  /** A legacy file whose checkpoint is the given pickle. */
  private Path legacy(String pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] golden = Files.readAllBytes(GOLDEN.resolve("tiny_legacy.pth"));
    int start = 0;
    // Magic number, protocol number and system come first, each a pickle that ends in a full stop.
    for (int pickles = 0; pickles < 3; start++) {
      boolean end = golden[start] == '.' && golden[start + 1] == (byte) 0x80;
      pickles += end ? 1 : 0;
    }
    bytes.write(golden, 0, start);
    bytes.write(pickle.getBytes(StandardCharsets.ISO_8859_1));
    return write(bytes.toByteArray());
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("written.pth"), bytes);
  }

  private static void refused(Path file, String... words) {
    assertThatThrownBy(() -> TensorFiles.open(file).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(List.of(words)).allMatch(e.getMessage()::contains));
  }
}
