package org.sourcefree;

/** The user asked the process to end; what was done until then is saved. */
public final class StoppedException extends RuntimeException {

  /** Work that is left. */
  public StoppedException() {
    super("stopped; what was done until here is kept");
  }
}
