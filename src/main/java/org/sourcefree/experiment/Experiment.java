package org.sourcefree.experiment;

import java.nio.file.Path;

/** What a config file describes; its {@code kind} says which. */
public sealed interface Experiment permits Adaptation, Pretraining, Generation, Suite {

  /** The folder that results go to, unless the command line names another. */
  Path output();
}
