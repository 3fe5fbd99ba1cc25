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
        // `make aar` writes this Maven repository. An app that uses a published version does not need this line.
        maven("../../dist/maven")
    }
}

rootProject.name = "sign-in"
