# What the GitLab project of one service has to know of it, and the roles that its jobs assume: one call a service and
# stage. docs/permissions.md, With Terraform.
locals {
  task_family     = coalesce(var.task_family, var.service_name)
  repository_name = join("/", slice(split("/", var.repository_url), 1, length(split("/", var.repository_url))))
  role_arns       = var.role_arns == null ? module.roles[0].role_arns : var.role_arns
}

module "roles" {
  source               = "./roles"
  count                = var.role_arns == null ? 1 : 0
  name                 = "${var.service_name}-${var.stage}"
  region               = var.region
  cluster_name         = var.cluster_name
  service_name         = var.service_name
  task_family          = local.task_family
  repository_name      = local.repository_name
  task_role_arns       = var.task_role_arns
  ecs_role_arns        = var.ecs_role_arns
  log_groups           = var.log_groups
  gitlab_url           = var.gitlab_url
  create_oidc_provider = var.create_oidc_provider
  projects             = compact([var.project])
}

output "aws_ecr_repository_url" {
  value = var.repository_url
}

output "aws_ecr_repository_name" {
  value = local.repository_name
}

output "docker_build_context" {
  value = var.docker_build_context
}

output "aws_ecs_task_definition_family" {
  value = local.task_family
}

output "aws_ecs_service_name" {
  value = var.service_name
}

output "cluster_name" {
  value = var.cluster_name
}

output "stage" {
  value = var.stage
}

output "aws_default_region" {
  value = var.region
}

output "build_role_arn" {
  description = "ECS_CD_ROLE_ARN of every branch."
  value       = local.role_arns.build
}

output "deploy_role_arn" {
  description = "ECS_CD_ROLE_ARN of the environment."
  value       = local.role_arns.deploy
}
