package org.sourcefree.data.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.Images;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.RgbImage;
import org.sourcefree.testing.TestImages;

class ImageCacheTest {
  private static final EvaluationView VIEW = new EvaluationView(8, 5);

  private final Path root;
  private final Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final Images cached;
  private final Path file;

  ImageCacheTest(@TempDir Path root) {
    this.root = root;
    this.folder = root.resolve("some/cache");
    this.cached = new ImageCache(folder).open(warnings::add);
    this.file = TestImages.writePng(root.resolve("a.png"), TestImages.samples(13, 7, 3, 0));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static byte[] sha256(Path file) throws IOException {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertSame(RgbImage read, RgbImage expected) {
    assertThat(read.size()).isEqualTo(expected.size());
    assertThat(read.pixels()).isEqualTo(expected.pixels());
  }

  private void assertRight() {
    assertSame(cached.read(file), ImageFiles.readRgb(file));
    assertSame(cached.read(file, VIEW), VIEW.apply(ImageFiles.readRgb(file)));
    assertThat(warnings).isEmpty();
  }

  @Test
  void theFirstAndEveryLaterReadingGiveTheImage() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertRight();
      assertThat(entries()).hasSize(2);
    }
  }

  @Test
  void entriesAreReadRatherThanImagesDecoded() throws IOException {
    cached.read(file);
    RgbImage other = new RgbImage(2, 1, new byte[] {1, 2, 3, 4, 5, 6});

    CacheEntry.write(entries().get(0), sha256(file), other);

    assertSame(cached.read(file), other);
  }

  @Test
  void eachViewHasItsOwnEntry() throws IOException {
    EvaluationView turned = new EvaluationView(5, 8);
    for (int i = 0; i < 2; i++) {
      assertRight();
      assertSame(cached.read(file, turned), turned.apply(ImageFiles.readRgb(file)));
    }
    assertThat(entries()).hasSize(3);
  }

  @Test
  void aChangedFileIsNeverServedStaleThoughSizeAndTimeAreTheSame() throws IOException {
    byte[] png = TestImages.encode(TestImages.grey(2, 1, 10, 20), "png");
    byte[] other = TestImages.encode(TestImages.grey(2, 1, 11, 20), "png");
    assertThat(other).hasSameSizeAs(png);
    FileTime time = FileTime.fromMillis(1_700_000_000_000L);
    TestImages.write(file, png);
    Files.setLastModifiedTime(file, time);
    assertThat(cached.read(file).pixels()[0]).isEqualTo((byte) 10);

    TestImages.write(file, other);
    Files.setLastModifiedTime(file, time);

    assertThat(cached.read(file).pixels()[0]).isEqualTo((byte) 11);
    assertRight();
  }

  @Test
  void aFileThatIsDamagedLaterIsRefusedAsWithoutCache() {
    assertRight();
    TestImages.write(file, new byte[] {1, 2, 3});

    assertThatThrownBy(() -> cached.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> cached.read(root.resolve("absent.png"), VIEW))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void everyTruncationAndEveryFlippedBitOfAnEntryIsNoticedAndMended() throws IOException {
    cached.read(file);
    Path entry = entries().get(0);
    byte[] whole = Files.readAllBytes(entry);
    for (int length = 0; length < whole.length; length += 5) {
      Files.write(entry, Arrays.copyOf(whole, length));
      assertSame(cached.read(file), ImageFiles.readRgb(file));
      assertThat(entry).hasBinaryContent(whole);
    }
    for (int bit = 0; bit < 8 * whole.length; bit += 3) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(entry, flipped);
      assertSame(cached.read(file), ImageFiles.readRgb(file));
      assertThat(entry).hasBinaryContent(whole);
    }
    Files.write(entry, Arrays.copyOf(whole, whole.length + 1));
    assertRight();
    assertThat(warnings).isEmpty();
  }

  @Test
  void theEntryOfAnotherImageOrViewIsIgnored() throws IOException {
    Path other = TestImages.writePng(root.resolve("b.png"), TestImages.grey(8, 5, new int[40]));
    cached.read(other, VIEW);
    Path foreign = entries().get(0);
    cached.read(file, VIEW);
    Path entry = entries().stream().filter(path -> !path.equals(foreign)).findFirst().orElseThrow();
    Files.copy(foreign, entry, StandardCopyOption.REPLACE_EXISTING);
    assertRight();

    EvaluationView turned = new EvaluationView(5, 8);
    Path turnedEntry = Path.of(entry.toString().replace("8x5", "5x8"));
    Files.copy(entry, turnedEntry);
    assertSame(cached.read(file, turned), turned.apply(ImageFiles.readRgb(file)));
  }

  @Test
  void aFolderThatCannotBeWrittenCostsOneWarningAndNoImage() {
    TestImages.write(folder, new byte[] {7});

    for (int i = 0; i < 3; i++) {
      assertSame(cached.read(file), ImageFiles.readRgb(file));
      assertSame(cached.read(file, VIEW), VIEW.apply(ImageFiles.readRgb(file)));
    }

    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains(folder.toString()).contains("cannot be written");
  }

  @Test
  void anInterruptedThreadStillReadsAndWrites() throws IOException {
    Thread.currentThread().interrupt();
    try {
      assertRight();
      assertRight();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(entries()).hasSize(2);
  }

  @Test
  void severalReadersShareAFolder() throws IOException {
    Images other = new ImageCache(folder).open(warnings::add);
    RgbImage expected = ImageFiles.readRgb(file);

    List<RgbImage> read =
        IntStream.range(0, 40)
            .parallel()
            .mapToObj(i -> (i % 2 == 0 ? cached : other).read(file))
            .toList();

    read.forEach(image -> assertSame(image, expected));
    assertThat(entries()).hasSize(1);
    assertThat(warnings).isEmpty();
  }
}
