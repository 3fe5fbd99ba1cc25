package dev.cognitoauth.amplify.kotlin

import dev.cognitoauth.amplify.HubCategory
import dev.cognitoauth.amplify.HubChannel
import dev.cognitoauth.amplify.HubEvent
import dev.cognitoauth.amplify.HubEventFilter
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow

/** The events, as flows. */
public class KotlinHubFacade internal constructor(
    private val hub: HubCategory,
) {
    /** The events that the filter chooses, from the start of the collection on. */
    public fun subscribe(
        channel: HubChannel,
        filter: HubEventFilter = HubEventFilter { true },
    ): Flow<HubEvent<*>> =
        callbackFlow {
            val token = hub.subscribe(channel, filter) { trySend(it) }
            awaitClose { hub.unsubscribe(token) }
        }
}
