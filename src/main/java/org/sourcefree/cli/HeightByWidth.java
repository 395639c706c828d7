package org.sourcefree.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sourcefree.image.ImageSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size on the command line: height x width, as in 512x1024. */
final class HeightByWidth implements ITypeConverter<ImageSize> {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})[x×]([1-9][0-9]{0,4})");
  private static final int MAX_PIXELS = 100_000_000;

  @Override
  public ImageSize convert(String typed) {
    Matcher size = SIZE.matcher(typed);
    if (!size.matches()) {
      throw new TypeConversionException(
          "a size must be HEIGHTxWIDTH in pixels, such as 512x1024, got " + typed);
    }
    int height = Integer.parseInt(size.group(1));
    int width = Integer.parseInt(size.group(2));
    if ((long) height * width > MAX_PIXELS) {
      throw new TypeConversionException("a size must be at most 100 megapixels, got " + typed);
    }
    return new ImageSize(width, height);
  }
}
