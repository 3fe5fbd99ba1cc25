"""A user pool's clients, domains and resource servers through boto3, from their creation to their deletion."""

import urllib.parse
import urllib.request

from pool import POOL_ID, PoolTest

POOL = {"UserPoolId": POOL_ID}


class Resources(PoolTest):
    def test_a_pool_and_a_client_are_deleted(self):
        pool = {"UserPoolId": self.cognito.create_user_pool(PoolName="shop")["UserPool"]["Id"]}
        made = self.cognito.create_user_pool_client(**pool, ClientName="app")["UserPoolClient"]
        listed = self.cognito.list_user_pool_clients(**pool, MaxResults=10)["UserPoolClients"]
        self.assertEqual([(one["ClientId"], one["ClientName"]) for one in listed], [(made["ClientId"], "app")])
        self.cognito.delete_user_pool_client(**pool, ClientId=made["ClientId"])
        self.assertEqual(self.cognito.list_user_pool_clients(**pool, MaxResults=10)["UserPoolClients"], [])
        ids = [one["Id"] for one in self.cognito.list_user_pools(MaxResults=10)["UserPools"]]
        self.assertEqual(set(ids), {POOL_ID, pool["UserPoolId"]})
        self.cognito.delete_user_pool(**pool)
        self.refused("ResourceNotFoundException", "does not exist", self.cognito.describe_user_pool, **pool)

    def test_a_domain_is_made_changed_and_deleted(self):
        domain = {**POOL, "Domain": "shop"}
        self.cognito.create_user_pool_domain(**domain, ManagedLoginVersion=1)
        described = self.cognito.describe_user_pool_domain(Domain="shop")["DomainDescription"]
        self.assertEqual((described["UserPoolId"], described["ManagedLoginVersion"]), (POOL_ID, 1))
        self.cognito.update_user_pool_domain(**domain, ManagedLoginVersion=2)
        described = self.cognito.describe_user_pool_domain(Domain="shop")["DomainDescription"]
        self.assertEqual(described["ManagedLoginVersion"], 2)
        self.cognito.delete_user_pool_domain(**domain)
        self.assertEqual(self.cognito.describe_user_pool_domain(Domain="shop")["DomainDescription"], {})

    def test_a_client_gets_a_token_for_the_scope_of_a_resource_server(self):
        orders = {**POOL, "Identifier": "orders"}
        scope = {"ScopeName": "read", "ScopeDescription": "Reads orders"}
        self.cognito.create_resource_server(**orders, Name="Orders", Scopes=[scope])
        changed = self.cognito.update_resource_server(**orders, Name="All orders", Scopes=[scope])["ResourceServer"]
        self.assertEqual(self.cognito.describe_resource_server(**orders)["ResourceServer"], changed)
        [listed] = self.cognito.list_resource_servers(**POOL, MaxResults=10)["ResourceServers"]
        self.assertEqual(listed["Name"], "All orders")
        client = self.cognito.create_user_pool_client(
            **POOL, ClientName="service", GenerateSecret=True, AllowedOAuthFlows=["client_credentials"],
            AllowedOAuthScopes=["orders/read"], AllowedOAuthFlowsUserPoolClient=True,
        )["UserPoolClient"]
        form = urllib.parse.urlencode({
            "grant_type": "client_credentials", "scope": "orders/read", "client_id": client["ClientId"],
            "client_secret": client["ClientSecret"],
        })
        with urllib.request.urlopen(f"{self.pool.url}/oauth2/token", form.encode(), timeout=10) as response:
            self.assertIn(b"access_token", response.read())
        self.cognito.delete_resource_server(**orders)
        self.refused("ResourceNotFoundException", "Resource server", self.cognito.describe_resource_server, **orders)
