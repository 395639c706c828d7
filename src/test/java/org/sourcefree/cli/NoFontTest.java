package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;

/** A machine whose fontconfig knows no font, as in small containers. */
@Tag("end-to-end")
@EnabledOnOs(OS.LINUX)
class NoFontTest {
  @TempDir private Path root;

  @Test
  void picturesAreDrawnWithoutAWordAndOneLineSaysSo() throws IOException {
    Path fonts = Files.writeString(root.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    // Java remembers fonts in the user's folder.
    List<String> environment =
        List.of(
            "env",
            "FONTCONFIG_FILE=" + fonts,
            "JAVA_TOOL_OPTIONS=-Duser.home=" + root.resolve("home"));
    String scenes = SmallTask.write(root).config("scenes");
    Child child = Child.start(root.resolve("said.txt"), environment, List.of("generate", scenes));

    assertThat(child.code()).isZero();
    assertThat(child.text().lines())
        .filteredOn(line -> line.contains("no font"))
        .singleElement()
        .asString()
        .startsWith("pictures have no titles and no legend");
    ImageSize sheet = ImageFiles.readSize(root.resolve("data/contact_sheet.png"));
    assertThat(sheet.width()).isBetween(4 * 96, 4 * 96 + 50);
    assertThat(sheet.height()).isBetween(4 * 48, 4 * 48 + 50);
  }
}
