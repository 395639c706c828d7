package org.sourcefree.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacedPatternTest {
  @ParameterizedTest
  @CsvSource({
    "my/images/*.jpg, my/images, *.jpg",
    "*.jpg, ., *.jpg",
    "/*.jpg, /, *.jpg",
    "/data/**/x?.png, /data, **/x?.png",
    "a/b*/c/*.png, a, b*/c/*.png",
  })
  void aPatternIsPartedBeforeItsFirstWildcard(String pattern, String root, String rest) {
    assertThat(PlacedPattern.of(pattern)).isEqualTo(new PlacedPattern(Path.of(root), rest));
  }

  @ParameterizedTest
  @CsvSource({
    "my/images/*.jpg, my/labels/*.png, my, images/*.jpg, labels/*.png",
    "images/*.jpg, labels/*.png, ., images/*.jpg, labels/*.png",
    "my/*.jpg, my/labels/*.png, my, *.jpg, labels/*.png",
    "./my/*.jpg, my/*.png, my, *.jpg, *.png",
    "/a/b/*.jpg, /c/*.png, /, a/b/*.jpg, c/*.png",
  })
  void twoPatternsStartFromTheFolderAroundBoth(
      String images, String labels, String root, String first, String second) {
    PlacedPattern one = PlacedPattern.of(images);
    PlacedPattern other = PlacedPattern.of(labels);
    Path common = one.common(other);
    assertThat(common).isEqualTo(Path.of(root));
    assertThat(one.below(common)).isEqualTo(first);
    assertThat(other.below(common)).isEqualTo(second);
  }

  @ParameterizedTest
  @CsvSource({"../a/*.jpg, b/*.png", "/tmp/a/*.jpg, b/*.png"})
  void pathsThatMeetNowhereBelowAreMadeAbsolute(String images, String labels) {
    PlacedPattern one = PlacedPattern.of(images);
    PlacedPattern other = PlacedPattern.of(labels);
    Path common = one.common(other);
    assertThat(common).isAbsolute();
    assertThat(one.below(common) + other.below(common)).doesNotContain("..");
  }
}
