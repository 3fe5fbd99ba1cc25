package android.app;

/** Stands for Android's, so that the signatures that name it can be read on a JVM. It does nothing. */
public class Activity {}
