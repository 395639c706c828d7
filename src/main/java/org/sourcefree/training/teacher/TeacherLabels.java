package org.sourcefree.training.teacher;

/** Which of a teacher's labels the trained network learns from. */
public sealed interface TeacherLabels permits Everywhere, PriorThresholds {}
