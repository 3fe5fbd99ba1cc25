package dev.cognitoauth.bridge

import dev.cognitoauth.AuthMoveReport
import dev.cognitoauth.AuthMoveSource
import dev.cognitoauth.AuthMoveWarning
import dev.cognitoauth.FormerLibrary
import dev.cognitoauth.FormerPreferences
import dev.cognitoauth.ffi.FormerItem
import dev.cognitoauth.ffi.FormerStorage
import dev.cognitoauth.ffi.FormerLibrary as BridgeLibrary
import dev.cognitoauth.ffi.FormerPreferences as BridgePreferences
import dev.cognitoauth.ffi.MoveReport as BridgeReport

// The move from the former library, which the app used before.

internal fun FormerLibrary.toBridge() =
    BridgeLibrary(FormerStorage.Preferences(FormerPreferencesAdapter(storage)), defersRefresh)

internal fun BridgeReport.toPublic() =
    AuthMoveReport(
        source = source?.let { AuthMoveSource.valueOf(it.name) },
        user = user?.toPublic(),
        devices = devices.toInt(),
        hasIdentity = hasIdentity,
        fingerprintId = fingerprintId,
        warnings = warnings.map { AuthMoveWarning.valueOf(it.name) },
    )

private class FormerPreferencesAdapter(
    private val storage: FormerPreferences,
) : BridgePreferences {
    override fun noBackupFile(name: String): ByteArray? = storeGuarded { storage.noBackupFile(name) }

    override fun preferences(file: String): List<FormerItem>? =
        storeGuarded { storage.preferences(file)?.map { (name, value) -> FormerItem(name, value.toByteArray()) } }

    override fun decrypt(
        alias: String,
        iv: ByteArray,
        ciphertextAndTag: ByteArray,
    ): ByteArray = storeGuarded { storage.decrypt(alias, iv, ciphertextAndTag) }

    override fun unwrapKey(
        alias: String,
        wrapped: ByteArray,
    ): ByteArray = storeGuarded { storage.unwrapKey(alias, wrapped) }

    override fun remove(
        file: String,
        keys: List<String>,
    ) = storeGuarded { storage.remove(file, keys) }
}
