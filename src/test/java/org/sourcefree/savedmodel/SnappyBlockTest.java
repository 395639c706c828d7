package org.sourcefree.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.testing.IndexWriter;

/** Tables whose blocks Snappy compressed, as some builds of TensorFlow write them. */
class SnappyBlockTest {

  @Test
  void readsWhatTensorFlowCompressed() throws IOException {
    Map<String, byte[]> entries = SortedTable.read(resource("compressed.index"));
    assertThat(entries).hasSameSizeAs(SortedTable.read(resource("variables.index")));
    assertThat(entries).containsKeys("", "bn1.bias", "layer4.0.downsample.1.running_var");
    assertThat(BundleEntry.parse(Objects.requireNonNull(entries.get("conv1.weight"))).shape())
        .containsExactly(7L, 7L, 3L, 16L);
  }

  @Test
  void readsBlocksOfManyFragments() throws IOException {
    Map<String, byte[]> first = values(0, 4000);
    Map<String, byte[]> second = values(4000, 100);
    Map<String, byte[]> both = new LinkedHashMap<>(first);
    both.putAll(second);
    byte[] table =
        IndexWriter.compressed(
            compressed(IndexWriter.block(first)), compressed(IndexWriter.block(second)));
    assertThat(SortedTable.read(table)).containsExactlyEntriesOf(both);
  }

  /**
   * Cut, too short and too long for their length, lengths beyond 31 bits and of what is not there,
   * and copies from before the beginning and from nowhere.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "0800000000",
        "080c00000000",
        "0810000000000000",
        "0820000000000000000000",
        "ffffffff0f0c00000000",
        "ffffffff070c00000000",
        "ffffffffffffffffff010c00000000",
        "081000000000000000000000000000",
        "080c00000000010a",
        "080c000000000100",
        "08fcffffffff00",
        "80",
      })
  void refusesDamagedOnes(String hex) {
    byte[] table = IndexWriter.compressed(HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> SortedTable.read(table))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("a .* in it (is damaged.*|lies outside of it)");
  }

  /** Blocks of no entries, named over and over: little to read and much to unpack. */
  @Test
  void refusesMoreThanAnIndexMayHold() throws IOException {
    byte[] block = new byte[8 << 20];
    ByteBuffer.wrap(block)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(block.length - 4, block.length / 4 - 1);
    byte[] packed = compressed(block);
    assertThat(SortedTable.read(IndexWriter.repeated(packed, 1))).isEmpty();
    assertThatThrownBy(() -> SortedTable.read(IndexWriter.repeated(packed, 33)))
        .hasMessage("a compressed block in it is damaged or too large");
  }

  @Test
  void refusesOtherCompressions() {
    byte[] table = IndexWriter.table(Map.of("k", new byte[] {1}));
    int type = IndexWriter.block(Map.of("k", new byte[] {1})).length;
    table[type] = 2;
    assertThatThrownBy(() -> SortedTable.read(table)).hasMessageContaining("checksum");
  }

  private static Map<String, byte[]> values(int from, int count) {
    Map<String, byte[]> values = new LinkedHashMap<>();
    for (int i = from; i < from + count; i++) {
      String key = "layer/%05d/kernel/.ATTRIBUTES/VARIABLE_VALUE".formatted(i);
      values.put(key, Integer.toString(i * i).getBytes(StandardCharsets.UTF_8));
    }
    return values;
  }

  private static byte[] compressed(byte[] block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SnappyCompressorOutputStream out = new SnappyCompressorOutputStream(bytes, block.length)) {
      out.write(block);
    }
    return bytes.toByteArray();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SnappyBlockTest.class.getResourceAsStream("BundleIndexFuzzTestInputs/" + name))) {
      return in.readAllBytes();
    }
  }
}
