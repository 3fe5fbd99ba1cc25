package android.app;

/** A stand-in for Android's class, so that a JVM can read the signatures that name it. It does nothing. */
public class Activity {}
