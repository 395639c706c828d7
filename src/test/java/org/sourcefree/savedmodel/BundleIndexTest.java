package org.sourcefree.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.testing.FunctionModel;
import org.sourcefree.testing.IndexWriter;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.TensorSliceProto;

/** Indices of checkpoints with right checksums and wrong content, and right ones. */
class BundleIndexTest {
  private static final byte[] HEADER = {0x08, 0x01};

  @TempDir private Path folder;

  @Test
  void readsWhatTensorFlowWrote() {
    FunctionModel.write(folder);
    Map<String, BundleEntry> entries =
        BundleIndex.open(folder.resolve("variables/variables")).entries();
    assertThat(entries)
        .containsKeys("_CHECKPOINTABLE_OBJECT_GRAPH", "model/v0/.ATTRIBUTES/VARIABLE_VALUE");
    BundleEntry counter = entries.get("save_counter/.ATTRIBUTES/VARIABLE_VALUE");
    assertThat(counter.type()).isEqualTo(DataType.DT_INT64);
    assertThat(counter.size()).isEqualTo(8);
    assertThat(
            BundleIndex.open(folder.resolve("variables/variables"))
                .text("_CHECKPOINTABLE_OBJECT_GRAPH"))
        .asString(StandardCharsets.UTF_8)
        .contains("VARIABLE_VALUE");
  }

  @Test
  void readsAnIndexOfItsOwnWriter() throws IOException {
    write(entry(DataType.DT_FLOAT, List.of(2L, 3L), 0, 0, 24), 24);
    assertThat(BundleIndex.open(prefix()).entries().get("key").shape()).containsExactly(2L, 3L);
  }

  @ParameterizedTest
  @CsvSource({
    "1099511627776, 0, 0, 24",
    "4611686018427387904, 0, 0, 24",
    "-1, 0, 0, 24",
    "6, 7, 0, 24",
    "6, 0, 8, 24",
    "6, 0, -8, 24",
    "6, 0, 9223372036854775807, 24",
    "6, 0, 0, 23",
    "6, 0, 0, -24",
    "6, -1, 0, 24",
  })
  void aTensorThatCannotLieInItsFile(long elements, int shard, long offset, long size)
      throws IOException {
    write(entry(DataType.DT_FLOAT, List.of(elements), shard, offset, size), 24);
    assertRefused();
  }

  @Test
  void moreElementsThanCanBeCounted() throws IOException {
    write(entry(DataType.DT_FLOAT, List.of(1L << 40, 1L << 40), 0, 0, 24), 24);
    assertRefused();
  }

  @Test
  void entriesThatTensorFlowCannotParse() throws IOException {
    for (String hex : List.of("ff", "0801120a", "12ff", "0a", "3a05ffffffffff", "18ffffffffff")) {
      write(HexFormat.of().parseHex(hex), 24);
      assertRefused();
    }
  }

  @Test
  void partsThatLieOutsideOfTheirTensor() throws IOException {
    for (long[] part : new long[][] {{0, 7}, {-1, 6}, {6, 1}, {Long.MAX_VALUE, 6}, {0, 5}}) {
      TensorSliceProto.Extent extent =
          TensorSliceProto.Extent.newBuilder().setStart(part[0]).setLength(part[1]).build();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(entry(DataType.DT_FLOAT, List.of(6L), 0, 0, 0));
      field(bytes, 7, TensorSliceProto.newBuilder().addExtent(extent).build().toByteArray());
      write(bytes.toByteArray(), 24);
      assertRefused();
    }
  }

  @Test
  void anIndexOfManyFilesWithoutThem() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("", new byte[] {0x08, 0x02});
    entries.put("k", entry(DataType.DT_FLOAT, List.of(6L), 1, 0, 24));
    Files.write(folder.resolve("v.index"), IndexWriter.table(entries));
    assertRefused();
  }

  @Test
  void aTextWithAnotherLength() throws IOException {
    byte[] index = entry(DataType.DT_STRING, List.of(), 0, 0, 24);
    write(index, 24);
    byte[] data = new byte[24];
    data[0] = 100;
    Files.write(folder.resolve("v.data-00000-of-00001"), data);
    assertThatThrownBy(() -> Bundle.open(prefix()).bytes("key"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(prefix().toString());
  }

  private Path prefix() {
    return folder.resolve("v");
  }

  private void write(byte[] entry, int bytes) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("", HEADER);
    entries.put("key", entry);
    Files.write(folder.resolve("v.index"), IndexWriter.table(entries));
    Files.write(folder.resolve("v.data-00000-of-00001"), new byte[bytes]);
  }

  private static byte[] entry(DataType type, List<Long> shape, int shard, long offset, long size) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    shape.forEach(each -> sizes.addDim(TensorShapeProto.Dim.newBuilder().setSize(each)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    field(bytes, 1, type.getNumber());
    field(bytes, 2, sizes.build().toByteArray());
    field(bytes, 3, shard);
    field(bytes, 4, offset);
    field(bytes, 5, size);
    return bytes.toByteArray();
  }

  private static void field(ByteArrayOutputStream bytes, int number, long value) {
    bytes.write(number << 3);
    bytes.writeBytes(IndexWriter.varint(value));
  }

  private static void field(ByteArrayOutputStream bytes, int number, byte[] value) {
    bytes.write((number << 3) | 2);
    bytes.writeBytes(IndexWriter.varint(value.length));
    bytes.writeBytes(value);
  }

  private void assertRefused() {
    assertThatThrownBy(() -> Bundle.open(prefix()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("weights must be an intact TensorFlow checkpoint")
        .hasMessageContaining(prefix().toString());
  }
}
