pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositories {
        google()
        mavenCentral()
        // What `make aar` builds. A release needs no repository of its own.
        maven("../../dist/maven")
    }
}

rootProject.name = "sign-in"
