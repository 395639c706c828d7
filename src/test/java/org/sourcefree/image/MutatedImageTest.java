package org.sourcefree.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.testing.Mutations;
import org.sourcefree.testing.PngChecksums;
import org.sourcefree.testing.Tally;

/** Damaged images and labels are decoded, or refused with file and reason. */
class MutatedImageTest {
  private static final long SEED = 7;

  /**
   * Java's decoders speak of "Bogus Huffman table definition" and "Error reading PNG image data".
   */
  private static final String WORDS =
      String.join(
          "|",
          "the file is truncated or damaged",
          "a checksum does not match its data",
          "the header is missing",
          "its header says .*",
          "its colours are neither RGB nor grey",
          "its samples have \\S+ bits, not 8( or 16)?",
          "its kind of JPEG is rare .*",
          "it has \\d+ scans of .*",
          "its format is neither PNG nor JPEG",
          "a label image must .*",
          "ids must be .*");

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void areReadOrRefused() throws IOException {
    read(200);
  }

  @Test
  @Tag("slow")
  @Timeout(900)
  void manyAreReadOrRefused() throws IOException {
    read(2000);
  }

  private void read(int count) throws IOException {
    List<byte[]> originals = originals();
    SplittableRandom random = new SplittableRandom(SEED);
    Tally tally = new Tally("mutated images", Long.toString(SEED));
    for (int i = 0; i < count; i++) {
      byte[] original = originals.get(i % originals.size());
      Path file = folder.resolve("mutated_%d.png".formatted(i));
      Files.write(file, mutated(original, random));
      tally.add(file.toString(), () -> inWordsOfOurs(() -> use(file)));
      Files.delete(file);
    }
    tally.print();
    assertThat(tally.refused()).isGreaterThan(count / 4);
  }

  private static void inWordsOfOurs(Runnable use) {
    try {
      use.run();
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageMatching("image \\S+ (is empty|cannot be read: (" + WORDS + "))");
      throw e;
    }
  }

  /** As an image and as each kind of label: refused if either is. */
  private static void use(Path file) {
    ImageSize size = ImageFiles.readSize(file);
    assertThat(ImageFiles.readRgb(file).size()).isEqualTo(size);
    if (file.hashCode() % 2 == 0) {
      ImageFiles.readIds(file);
      ImageFiles.readLabelColours(file);
      ImageFiles.readFirstChannel(file);
    }
  }

  /** Some with right checksums, so that the damage is seen by the decoder. */
  private static byte[] mutated(byte[] original, SplittableRandom random) {
    byte[] bytes = original;
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes = Mutations.of(bytes, random, 0, Math.max(1, bytes.length));
      if (bytes.length == 0) {
        return bytes;
      }
    }
    if (random.nextBoolean() && PngFile.hasSignature(bytes) && bytes.length > 33) {
      if (random.nextBoolean()) {
        ByteBuffer.wrap(bytes).putInt(16 + 4 * random.nextInt(2), random.nextInt());
      }
      bytes = PngChecksums.repaired(bytes);
    }
    return bytes;
  }

  private static List<byte[]> originals() throws IOException {
    BufferedImage image = new BufferedImage(40, 24, BufferedImage.TYPE_INT_RGB);
    BufferedImage grey = new BufferedImage(33, 17, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage palette = new BufferedImage(20, 31, BufferedImage.TYPE_BYTE_INDEXED);
    BufferedImage alpha = new BufferedImage(20, 31, BufferedImage.TYPE_INT_ARGB);
    List<byte[]> originals = new ArrayList<>();
    for (BufferedImage each : List.of(image, grey, palette, alpha)) {
      for (int i = 0; i < 200; i++) {
        each.setRGB(i * 7 % each.getWidth(), i * 5 % each.getHeight(), i * 0x01357911);
      }
      originals.add(written(each, "png", false));
    }
    originals.add(written(image, "jpeg", false));
    originals.add(written(image, "jpeg", true));
    originals.add(written(grey, "jpeg", false));
    return originals;
  }

  private static byte[] written(BufferedImage image, String format, boolean progressive) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (progressive) {
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
