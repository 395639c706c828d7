package org.sourcefree.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.testing.Mutations;
import org.sourcefree.torch.StateDictWriter.Tensor;
import org.sourcefree.torch.TensorFile.Entry;

/**
 * Damaged checkpoints are refused in one line, or give the very weights of the original. The legacy
 * format and safetensors have no checksum, so that nobody can tell a damaged value from a trained
 * one; there the damage is kept out of the raw values.
 */
@Tag("end-to-end")
@Timeout(300)
class MutatedCheckpointTest {
  private static final int MUTATIONS_EACH = 800;
  private static final Path GOLDEN = Path.of("src/test/resources/golden/network");

  @TempDir private Path folder;

  private int refused;
  private int harmless;
  private int renamed;

  @Test
  void zipFilesAnywhere() throws IOException {
    byte[] original = Files.readAllBytes(small());
    mutate(original, 1, 0, original.length);
  }

  @Test
  void goldenZipFilesAnywhere() throws IOException {
    byte[] original = Files.readAllBytes(GOLDEN.resolve("tiny_wrapped.pth"));
    mutate(original, 2, 0, original.length);
  }

  @Test
  void zipFilesInTheirPickle() throws IOException {
    byte[] original = Files.readAllBytes(small());
    mutate(original, 3, 0, 1200);
  }

  @Test
  void legacyFilesBeforeTheirValues() throws IOException {
    byte[] original = Files.readAllBytes(GOLDEN.resolve("tiny_legacy.pth"));
    int values = lastIndexOf(original, "]q".getBytes(StandardCharsets.US_ASCII));
    mutate(original, 4, 0, values);
  }

  @Test
  void safetensorsInTheirHeader() throws IOException {
    String header =
        "{\"conv1.weight\":{\"dtype\":\"F32\",\"shape\":[2,1,3],\"data_offsets\":[0,24]},"
            + "\"bn1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 32).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 1; i <= 8; i++) {
      bytes.putFloat(i);
    }
    mutate(bytes.array(), 5, 0, 8 + header.length());
  }

  private Path small() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("conv1.weight", Tensor.floats(List.of(2L, 3L), new float[] {1, 2, 3, 4, 5, 6}));
    tensors.put("bn1.bias", Tensor.floats(List.of(2L), new float[] {7, 8}));
    tensors.put("bn1.num_batches_tracked", Tensor.zero());
    Path file = folder.resolve("small.pth");
    StateDictWriter.write(file, tensors);
    return file;
  }

  private void mutate(byte[] original, long seed, int from, int to) throws IOException {
    Path file = folder.resolve("mutated.pth");
    Files.write(file, original);
    Map<Entry, float[]> expected = contents(file);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < MUTATIONS_EACH; i++) {
      Files.write(file, Mutations.of(original, random, from, to));
      compare(file, expected, "mutation %d of seed %d".formatted(i, seed));
    }
    System.out.printf(
        "%d mutated checkpoints of seed %d: %d refused, %d unharmed, %d with other names or shapes%n",
        MUTATIONS_EACH, seed, refused, harmless, renamed);
    assertThat(refused).isGreaterThan(MUTATIONS_EACH / 4);
  }

  private void compare(Path file, Map<Entry, float[]> expected, String name) {
    try {
      Map<Entry, float[]> actual = contents(file);
      if (actual.keySet().equals(expected.keySet())) {
        actual.forEach(
            (entry, values) -> assertThat(values).as(name).isEqualTo(expected.get(entry)));
        harmless++;
      } else {
        // The names or shapes differ, which the comparison with the network finds.
        actual.forEach(
            (entry, values) -> {
              if (expected.containsKey(entry)) {
                assertThat(values).as(name).isEqualTo(expected.get(entry));
              }
            });
        renamed++;
      }
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).as(name).contains(file.toString()).doesNotContain("\n");
      refused++;
    } catch (RuntimeException e) {
      fail(name, e);
    }
  }

  private static Map<Entry, float[]> contents(Path path) {
    try (TensorFile file = TensorFiles.open(path)) {
      Map<Entry, float[]> contents = new LinkedHashMap<>();
      for (Entry entry : file.entries()) {
        contents.put(entry, file.read(entry));
      }
      return contents;
    }
  }

  private static int lastIndexOf(byte[] bytes, byte[] sought) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i + sought.length <= 60_000; i++) {
      if (Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
        found.add(i);
      }
    }
    return found.get(found.size() - 1);
  }
}
