package android.os;

/** A stand-in for Android's interface. */
public interface IBinder {}
