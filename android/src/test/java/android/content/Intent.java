package android.content;

/** A stand-in for Android's class, for the signature of an activity. It does nothing. */
public class Intent {}
