package org.sourcefree.torch;

import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;

/**
 * Something that training scripts put beside the weights, such as NumPy's best mIoU or the options
 * of the command line. Its name is known, nothing of it is built and its content is not looked at.
 *
 * @param name in Python
 */
record SkippedObject(String name) implements IObjectConstructor {
  private static final Set<String> NAMES =
      Set.of(
          "numpy.dtype",
          "numpy.ndarray",
          "numpy.core.multiarray.scalar",
          "numpy.core.multiarray._reconstruct",
          "numpy._core.multiarray.scalar",
          "numpy._core.multiarray._reconstruct",
          "_codecs.encode",
          "argparse.Namespace",
          "pathlib.Path",
          "pathlib.PosixPath",
          "pathlib.WindowsPath",
          "torch.device",
          "torch.Size",
          "collections.Counter",
          "builtins.int",
          "builtins.float",
          "builtins.list",
          "builtins.dict",
          "builtins.set",
          "builtins.str",
          "__builtin__.int",
          "__builtin__.float",
          "__builtin__.list",
          "__builtin__.dict",
          "__builtin__.set",
          "__builtin__.unicode");

  /** Whether objects of a name are skipped. */
  static boolean isKnown(String name) {
    return NAMES.contains(name);
  }

  /** The object that a call would make, unread as well. */
  @Override
  public Object construct(Object[] arguments) {
    return this;
  }
}
