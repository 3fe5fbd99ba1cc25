plugins {
    id("com.android.application") version "8.13.0"
    id("org.jetbrains.kotlin.android") version "2.2.21"
}

android {
    namespace = "com.example.signin"
    compileSdk = 36

    defaultConfig {
        applicationId = "com.example.signin"
        minSdk = 23
        targetSdk = 36
        versionCode = 1
        versionName = "1.0"
        // CognitoAuth has no native library for 32-bit phones.
        ndk { abiFilters += listOf("arm64-v8a", "x86_64") }
    }

    testOptions {
        unitTests.all {
            // LocalPoolTest needs a native library for this machine, which the AAR does not have.
            it.useJUnitPlatform { excludeTags("native-library") }
        }
    }
}

kotlin { jvmToolchain(17) }

dependencies {
    implementation("dev.cognitoauth:cognito-auth:0.1.0")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.10.2")
    testImplementation("dev.cognitoauth:cognito-auth-testing:0.1.0")
    testImplementation("org.junit.jupiter:junit-jupiter:5.13.4")
    testRuntimeOnly("org.junit.platform:junit-platform-launcher:1.13.4")
}
