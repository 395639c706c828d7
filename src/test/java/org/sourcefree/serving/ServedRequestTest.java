package org.sourcefree.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sourcefree.testing.Requests.files;
import static org.sourcefree.testing.Requests.pixels;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.data.MadeUp;
import org.sourcefree.graph.Quantization;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.testing.TestImages;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.trust.Models;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.Shape;

/** What a served model answers to requests of all sorts. */
class ServedRequestTest {
  private static final ImageSize WORKING = new ImageSize(40, 24);

  @TempDir private static Path root;
  private static Path model;
  private static SavedModelBundle served;
  private static SavedModelBundle own;
  private static SavedModelBundle fixed;

  @BeforeAll
  static void exports() throws IOException {
    model = TinyNetwork.goldenIn(root.resolve("run/saved_model"));
    served = export("served", Optional.of(WORKING), Optional.empty());
    own = export("own", Optional.empty(), Optional.empty());
    fixed = export("fixed", Optional.of(WORKING), Optional.of(new ImageSize(31, 19)));
  }

  @AfterAll
  static void close() {
    List.of(served, own, fixed).forEach(SavedModelBundle::close);
  }

  private static SavedModelBundle export(
      String name, Optional<ImageSize> working, Optional<ImageSize> size) {
    ServingRun.Settings settings =
        new ServingRun.Settings(
            model,
            List.of(),
            root,
            Optional.of(name),
            Quantization.NONE,
            working,
            working.isEmpty(),
            size,
            false);
    return SavedModelBundle.load(
        new ServingRun(settings, new Models()).run().folder().toString(), "serve");
  }

  @Test
  void anySizeIsAnsweredAtThatSize() {
    for (ImageSize size :
        List.of(new ImageSize(1, 1), new ImageSize(3, 1), new ImageSize(77, 33))) {
      RgbImage image = MadeUp.image(size.width(), size.height(), 3);
      String labels = pixels(served, image);
      assertThat(labels).startsWith("[1, %d, %d]".formatted(size.height(), size.width()));
      assertThat(files(served, PngWriter.rgb(image))).isEqualTo(labels);
      assertThat(files(own, PngWriter.rgb(image))).isEqualTo(pixels(own, image));
    }
  }

  @Test
  void noImageIsAnsweredByNone() {
    for (SavedModelBundle bundle : List.of(served, own)) {
      assertThat(pixels(bundle, Shape.of(0, 9, 7, 3), new byte[0])).isEqualTo("[0, 9, 7][]");
      assertThat(files(bundle)).isEqualTo("[0, 1, 1][]");
    }
    assertThat(files(fixed)).isEqualTo("[0, 19, 31][]");
  }

  @Test
  void everyKindOfPngIsReadAsOurEvaluationReadsIt() {
    int ushort = DataBuffer.TYPE_USHORT;
    int octet = DataBuffer.TYPE_BYTE;
    for (BufferedImage image :
        List.of(
            TestImages.samples(21, 13, 1, octet),
            TestImages.samples(21, 13, 2, octet),
            TestImages.samples(21, 13, 4, octet),
            TestImages.samples(21, 13, 1, ushort),
            TestImages.samples(21, 13, 3, ushort),
            TestImages.samples(21, 13, 4, ushort),
            TestImages.palette(21, 13, 1),
            TestImages.palette(21, 13, 4),
            TestImages.palette(21, 13, 8))) {
      byte[] file = TestImages.encode(image, "png");
      RgbImage read = ImageFiles.rgb(file, Path.of("x.png"));
      assertThat(files(served, file)).as(image.toString()).isEqualTo(pixels(served, read));
    }
  }

  @Test
  void jpegIsReadAsOurEvaluationReadsItProgressiveOrNot() throws IOException {
    BufferedImage rgb = TestImages.samples(40, 24, 3, DataBuffer.TYPE_BYTE);
    BufferedImage grey = TestImages.samples(40, 24, 1, DataBuffer.TYPE_BYTE);
    for (byte[] file :
        List.of(
            jpeg(new IIOImage(rgb, null, null), false),
            jpeg(new IIOImage(rgb, null, null), true),
            jpeg(new IIOImage(grey, null, null), true))) {
      RgbImage read = ImageFiles.rgb(file, Path.of("x.jpg"));
      assertThat(files(served, file)).isEqualTo(pixels(served, read));
    }
  }

  @Test
  void jpegsAreAnsweredAsTheyAreStoredWhateverExifSays() {
    byte[] stored = TestImages.encode(TestImages.samples(40, 24, 3, DataBuffer.TYPE_BYTE), "jpg");
    byte[] turned = TestImages.oriented(stored, 6);
    RgbImage upright = ImageFiles.rgb(turned, Path.of("x.jpg"));
    assertThat(upright.size()).isEqualTo(new ImageSize(24, 40));

    assertThat(files(served, turned))
        .startsWith("[1, 24, 40]")
        .isEqualTo(files(served, stored))
        .isNotEqualTo(pixels(served, upright));
    assertThat(pixels(served, upright)).startsWith("[1, 40, 24]");
    assertThat(root.resolve("served/1/CARD.md"))
        .content()
        .contains("an orientation in EXIF is not followed");
  }

  @Test
  void cmykJpegIsAnswered() throws IOException {
    Raster inks = TestImages.samples(40, 24, 4, DataBuffer.TYPE_BYTE).getRaster();
    assertThat(files(served, jpeg(new IIOImage(inks, null, null), false)))
        .startsWith("[1, 24, 40]");
  }

  @Test
  void filesThatAreNoWholePngOrJpegAreRefused() {
    RgbImage image = MadeUp.image(21, 13, 1);
    byte[] png = PngWriter.rgb(image);
    byte[] gif = TestImages.encode(TestImages.palette(21, 13, 8), "gif");
    byte[] jpeg = TestImages.encode(TestImages.samples(40, 24, 3, DataBuffer.TYPE_BYTE), "jpg");
    for (byte[] other : List.of(gif, new byte[0], "no image".getBytes(StandardCharsets.UTF_8))) {
      assertThatThrownBy(() -> files(served, png, other))
          .hasMessageContaining("every image must be an intact PNG or JPEG file")
          .hasMessageContaining("[1 0]");
    }
    for (byte[] whole : List.of(png, jpeg)) {
      for (int length : new int[] {10, whole.length / 2, whole.length - 20}) {
        assertThatThrownBy(() -> files(served, Arrays.copyOf(whole, length)))
            .isInstanceOf(TFInvalidArgumentException.class);
      }
    }
  }

  @Test
  void theFilesOfOneRequestHaveOneSizeUnlessItIsFixed() {
    byte[] small = PngWriter.rgb(MadeUp.image(21, 13, 1));
    byte[] wide = PngWriter.rgb(MadeUp.image(22, 13, 1));
    assertThatThrownBy(() -> files(served, small, wide))
        .hasMessageContaining("the images of one request must have one size")
        .hasMessageContaining("[13 21]")
        .hasMessageContaining("[13 22]");
    assertThat(files(fixed, small, wide)).startsWith("[2, 19, 31]");
  }

  @Test
  void pixelsOfAnotherShapeAreRefused() {
    assertThatThrownBy(() -> pixels(served, Shape.of(1, 2, 2, 4), new byte[16]))
        .hasMessageContaining("[1,2,2,4]");
    assertThatThrownBy(() -> pixels(served, Shape.of(1, 2, 2, 1), new byte[4]))
        .hasMessageContaining("[1,2,2,1]");
    assertThatThrownBy(() -> pixels(served, Shape.of(2, 2, 3), new byte[12]))
        .hasMessageContaining("[2,2,3]");
    assertThatThrownBy(() -> pixels(served, Shape.of(1, 0, 5, 3), new byte[0]))
        .hasMessageContaining("of at least one pixel");
    assertThatThrownBy(() -> pixels(fixed, Shape.of(1, 2, 2, 3), new byte[12]))
        .hasMessageContaining("[1,2,2,3]");
  }

  private static byte[] jpeg(IIOImage image, boolean progressive) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setProgressiveMode(
          progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(stream);
      writer.write(null, image, settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
