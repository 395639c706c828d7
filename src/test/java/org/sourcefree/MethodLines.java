package org.sourcefree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a method or constructor is, by counting braces in a formatted source.
 *
 * @param name without its parameters
 * @param line of its first modifier or annotation, from 1
 * @param lines from there to its closing brace, both included
 */
record MethodLines(String name, int line, int lines) {
  /** What would hide braces: comments, text blocks, strings and characters. */
  private static final Pattern HIDING =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'",
          Pattern.DOTALL);

  /** The declaration of a type, whose block holds methods. */
  private static final Pattern TYPE =
      Pattern.compile("(?:^|[\\s@])(?:class|interface|enum|record)\\s+\\w");

  private static final Pattern ANNOTATION = Pattern.compile("@\\w+(?:\\([^)]*\\))?");

  /** The name in a method's head; a compact constructor's has no parameters. */
  private static final Pattern NAME = Pattern.compile("(\\w+)\\s*(?:\\(|$)");

  private record Block(String head, int line, boolean isType) {}

  /** Every block directly inside a type. */
  static List<MethodLines> of(String source) {
    String code = HIDING.matcher(source).replaceAll(hidden -> "\n".repeat(lines(hidden.group())));
    List<MethodLines> methods = new ArrayList<>();
    Deque<Block> open = new ArrayDeque<>();
    int line = 1;
    int headLine = 1;
    StringBuilder head = new StringBuilder();
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '{') {
        String text = head.toString().strip();
        open.push(new Block(text, headLine, TYPE.matcher(text).find()));
      } else if (c == '}') {
        Block closed = open.pop();
        if (!closed.isType() && !open.isEmpty() && open.peek().isType()) {
          methods.add(new MethodLines(name(closed), closed.line(), line - closed.line() + 1));
        }
      }
      if (c == '\n') {
        line++;
      }
      if (c == '{' || c == '}' || c == ';') {
        head.setLength(0);
      } else if (head.length() > 0 || !Character.isWhitespace(c)) {
        headLine = head.length() == 0 ? line : headLine;
        head.append(c);
      }
    }
    return methods;
  }

  private static String name(Block block) {
    Matcher name = NAME.matcher(ANNOTATION.matcher(block.head()).replaceAll("").strip());
    return name.find() ? name.group(1) : block.head();
  }

  private static int lines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
