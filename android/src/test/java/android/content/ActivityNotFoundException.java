package android.content;

/** A stand-in for Android's class: no app takes the intent. */
public class ActivityNotFoundException extends RuntimeException {}
