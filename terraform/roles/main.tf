# The roles that the jobs assume with their ID tokens, for one service or for many. The policies are what
# `ecs-cd iam-policy` prints; a test writes and compares them.
terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.81" # an identity provider needs no thumbprint from then on
    }
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  arn       = "arn:${local.partition}"
  issuer    = trimsuffix(var.gitlab_url, "/")
  provider  = trimprefix(trimprefix(local.issuer, "https://"), "http://")
  audience  = coalesce(var.id_token_audience, local.issuer)
  refs      = { build = var.build_refs, deploy = var.deploy_refs }
  names     = { for role, _ in local.refs : role => "ecs-cd-${var.name}-${role}" }
  role_arns = { for role, name in local.names : role => "${local.arn}:iam::${local.account}:role/${name}" }
  # By policy, the role that has it.
  holders = { build = "build", scan = "build", plan = "build", deploy = "deploy" }
  place = {
    partition  = local.partition
    region     = var.region
    account    = local.account
    repository = var.repository_name
    cluster    = var.cluster_name
    service    = var.service_name
    family     = var.task_family
    roles      = jsonencode(var.task_role_arns)
    ecs_roles  = jsonencode(length(var.ecs_role_arns) > 0 ? var.ecs_role_arns : var.task_role_arns)
    logs       = jsonencode([for group in var.log_groups : "${local.arn}:logs:${var.region}:${local.account}:log-group:${group}:log-stream:*"])
    secrets    = jsonencode([for secret in var.secrets : "${local.arn}:secretsmanager:${var.region}:${local.account}:secret:${secret}"])
  }
}

resource "aws_iam_openid_connect_provider" "gitlab" {
  count          = var.create_oidc_provider ? 1 : 0
  url            = local.issuer
  client_id_list = [local.audience]
}

resource "aws_iam_role" "this" {
  for_each = local.refs
  name     = local.names[each.key]
  assume_role_policy = templatefile("${path.module}/policies/trust.json.tftpl", {
    partition = local.partition
    account   = local.account
    provider  = local.provider
    audience  = local.audience
    subjects  = jsonencode([for project in var.projects : "project_path:${project}:ref_type:branch:ref:${each.value}"])
  })
}

resource "aws_iam_policy" "this" {
  for_each = local.holders
  name     = "ecs-cd-${var.name}-${each.key}"
  policy = templatefile(
    "${path.module}/policies/${each.key}.json.tftpl",
    merge(local.place, { own = local.role_arns[each.value] }),
  )
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each   = local.holders
  role       = aws_iam_role.this[each.value].name
  policy_arn = aws_iam_policy.this[each.key].arn
}

output "role_arns" {
  description = "ECS_CD_ROLE_ARN: build for every branch, deploy for the environment."
  value       = { for role, created in aws_iam_role.this : role => created.arn }
}
