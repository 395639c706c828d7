package org.sourcefree.config;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;
import org.sourcefree.PlainText;

/** Has JSON escape all that {@link PlainText} does, so that its files can be shown as they are. */
final class PlainEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1;
  private static final int DELETE = 0x7f;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[DELETE] = ESCAPE_STANDARD;
    return codes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int letter) {
    String text = Character.toString(letter);
    boolean half = Character.isSurrogate((char) letter);
    return half || PlainText.isPlain(text) ? null : new SerializedString(PlainText.line(text));
  }
}
