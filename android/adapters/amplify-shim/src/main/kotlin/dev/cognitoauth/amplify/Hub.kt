package dev.cognitoauth.amplify

import dev.cognitoauth.AuthEvent
import java.util.UUID
import java.util.concurrent.ConcurrentHashMap

/** Which events a subscriber gets. */
public enum class HubChannel {
    /** The events of the Auth category. */
    AUTH,
}

/** Whether `Amplify.configure` succeeded. */
public enum class InitializationStatus {
    /** It succeeded. */
    SUCCEEDED,

    /** It failed. */
    FAILED,
}

/** The names of the events of the Auth category. */
public enum class AuthChannelEventName {
    /** A user signed in. */
    SIGNED_IN,

    /** The user signed out. */
    SIGNED_OUT,

    /** The session has ended at the service. */
    SESSION_EXPIRED,

    /** The user deleted the account. */
    USER_DELETED,
}

/** An event. */
public class HubEvent<T : Any> internal constructor(
    /** The name of a constant of [AuthChannelEventName] or of [InitializationStatus]. */
    public val name: String,
) {
    /** What the event carries: nothing. */
    public val data: T? get() = null

    /** Identifies the event. */
    public val id: UUID = UUID.randomUUID()

    override fun toString(): String = "HubEvent(name=$name)"
}

/** Receives events. */
public fun interface HubSubscriber {
    /** Receives an event. */
    public fun onEvent(hubEvent: HubEvent<*>)
}

/** Chooses events. */
public fun interface HubEventFilter {
    /** Whether the subscriber gets the event. */
    public fun filter(hubEvent: HubEvent<*>): Boolean
}

/** A subscription, for [HubCategory.unsubscribe]. */
public class SubscriptionToken internal constructor()

/** The events. */
public class HubCategory internal constructor() {
    private val subscribers = ConcurrentHashMap<SubscriptionToken, HubSubscriber>()

    /**
     * Calls the subscriber with each event, on the executor that runs the callbacks of calls. The events of
     * [InitializationStatus] come on the thread that calls `Amplify.configure`.
     */
    @Suppress("UNUSED_PARAMETER")
    public fun subscribe(
        hubChannel: HubChannel,
        hubSubscriber: HubSubscriber,
    ): SubscriptionToken = SubscriptionToken().also { subscribers[it] = hubSubscriber }

    /** Calls the subscriber with each event that the filter chooses. */
    public fun subscribe(
        hubChannel: HubChannel,
        hubEventFilter: HubEventFilter,
        hubSubscriber: HubSubscriber,
    ): SubscriptionToken = subscribe(hubChannel) { if (hubEventFilter.filter(it)) hubSubscriber.onEvent(it) }

    /** Ends the subscription. */
    public fun unsubscribe(subscriptionToken: SubscriptionToken) {
        subscribers.remove(subscriptionToken)
    }

    /** Publishes the event if Amplify has a name for it. */
    internal fun publish(event: AuthEvent) {
        AuthChannelEventName.entries.firstOrNull { it.name == event.name }?.let { publish(it.name) }
    }

    internal fun publish(name: String) {
        val event = HubEvent<Any>(name)
        subscribers.values.forEach { it.onEvent(event) }
    }
}
