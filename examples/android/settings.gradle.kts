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
        // `make aar` builds this repository. A published version needs no repository of its own.
        maven("../../dist/maven")
    }
}

rootProject.name = "sign-in"
