variable "stage" {
  description = "Environment, such as staging."
  type        = string
}

variable "region" {
  description = "Region of the service."
  type        = string
}

variable "repository_url" {
  description = "ECR repository, as aws_ecr_repository.NAME.repository_url."
  type        = string
}

variable "cluster_name" {
  description = "ECS cluster."
  type        = string
}

variable "service_name" {
  description = "ECS service."
  type        = string
}

variable "task_family" {
  description = "Task definition family; by default the service's name."
  type        = string
  default     = null
}

variable "docker_build_context" {
  description = "Folder with the Dockerfile, relative to the root of the GitLab project."
  type        = string
  default     = "."
}

variable "role_arns" {
  description = "Roles that the service shares with others: the output role_arns of the module in roles/. By default it gets its own."
  type        = object({ build = string, deploy = string })
  default     = null
}

variable "project" {
  description = "GitLab project, such as shop/web, for roles of its own."
  type        = string
  default     = null
}

variable "task_role_arns" {
  description = "Execution role and task role of the service, for roles of its own."
  type        = list(string)
  default     = []
}

variable "ecs_role_arns" {
  description = "Roles that ECS assumes for load balancers and lifecycle hooks of the service, which a deployment looks at, for roles of its own."
  type        = list(string)
  default     = []
}

variable "log_groups" {
  description = "CloudWatch log groups of the containers, for roles of its own."
  type        = list(string)
  default     = []
}

variable "gitlab_url" {
  description = "Address of GitLab, for roles of its own."
  type        = string
  default     = "https://gitlab.com"
}

variable "create_oidc_provider" {
  description = "Whether to create GitLab's identity provider: once for each AWS account and GitLab."
  type        = bool
  default     = false
}
